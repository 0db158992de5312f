import { useEffect, useState } from "react";
import { RowsGrid, type TablePage } from "./RowsGrid";

/** Milliseconds that the page before it is left alone at first, and in which the grid is drawn. */
const [UNTIL, FOR] = [600, 600];

const COLUMNS = Array.from({ length: 12 }, () => ({ name: "" }));
const BLANK = COLUMNS.map(() => "");

async function fetch(from: number, count: number): Promise<TablePage> {
  const rows = Array.from({ length: Math.max(0, Math.min(count, 30 - from)) }, (_, index) => ({
    row: from + index + 1,
    cells: BLANK,
    edited: [],
    cut: [],
  }));
  return { rows, total: 30, isComplete: true };
}

let wasMade = false;

/**
 * The first grid costs a webview three times what every later one does: its code is compiled, its styles are made. So
 * one that nobody sees is made once, where nobody waits for it.
 */
export function FirstGrid() {
  const [stands, setStands] = useState(false);
  useEffect(() => {
    if (wasMade) {
      return;
    }
    const begin = setTimeout(() => {
      wasMade = true;
      setStands(true);
    }, UNTIL);
    const end = setTimeout(() => setStands(false), UNTIL + FOR);
    return () => {
      clearTimeout(begin);
      clearTimeout(end);
    };
  }, []);
  if (!stands) {
    return null;
  }
  return (
    <div
      aria-hidden="true"
      inert
      style={{ position: "fixed", inset: 0, display: "flex", visibility: "hidden", pointerEvents: "none" }}
    >
      <RowsGrid label="" columns={COLUMNS} fetch={fetch} version={0} />
    </div>
  );
}
