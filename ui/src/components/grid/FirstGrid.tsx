import type { ColDef } from "ag-grid-community";
import { useEffect, useState } from "react";
import { KINDS, type Kind } from "./kinds";
import { PlainGrid } from "./PlainGrid";

/** Milliseconds that the page before it is left alone at first, and in which each grid is drawn. */
const [UNTIL, FOR] = [500, 250];

const COLUMNS = Array.from({ length: 12 }, (_, index) => ({ colId: String(index), valueGetter: () => "" }));
/** Rows of which nothing is known yet. */
const BLANK = { name: "", page: async () => ({ rows: [], total: 20 }) };

const kinds = Object.keys(KINDS) as Kind[];
let made = 0;

/**
 * The first grid costs a webview several times what every later one does: its code is compiled, its styles are made. So
 * one of each kind that nobody sees is made where nobody waits for it, and rests until it is wanted: with the columns that
 * it will have, where that is known.
 */
export function FirstGrid({ columns }: { columns: Partial<Record<Kind, ColDef[]>> }) {
  const [kind, setKind] = useState<Kind>();
  useEffect(() => {
    let next: ReturnType<typeof setTimeout>;
    const step = () => {
      const kind = kinds[made];
      setKind(kind);
      if (kind) {
        made += 1;
        next = setTimeout(step, FOR);
      }
    };
    next = setTimeout(step, UNTIL);
    return () => clearTimeout(next);
  }, []);
  if (!kind) {
    return null;
  }
  return (
    <div
      aria-hidden="true"
      inert
      style={{ position: "fixed", inset: 0, display: "flex", visibility: "hidden", pointerEvents: "none" }}
    >
      <PlainGrid key={kind} kind={kind} columnDefs={columns[kind] ?? COLUMNS} datasource={BLANK} onReady={() => {}} />
    </div>
  );
}
