// Which columns did a grid have last? One that has them already need not make them anew, which takes longer than to fill it.

import type { ColDef } from "ag-grid-community";
import type { Kind } from "./kinds";

// biome-ignore lint/suspicious/noExplicitAny: the kind says which rows they show
const kept = new Map<Kind, { key: string; columns: ColDef<any>[] }>();

/** The columns of a kind of grid for what the key names, made where others were wanted last. */
export function keptColumns<Row>(kind: Kind, key: string, made: () => ColDef<Row>[]): ColDef<Row>[] {
  let last = kept.get(kind);
  if (last?.key !== key) {
    last = { key, columns: made() };
    kept.set(kind, last);
  }
  return last.columns;
}
