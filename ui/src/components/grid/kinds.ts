// Which kinds of grid are there? Grids of one kind differ in their columns and rows only, so that one can take the place
// of another.

import type { GridOptions } from "ag-grid-community";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { RunReport } from "../../bindings/RunReport";
import styles from "./Grid.module.css";
import type { TableRow } from "./rows";
import { gridTheme } from "./theme";

/** Rows of a page, in all of them: what fills a screen, so that no more is waited for. */
export const PAGE = 50;

/** What somebody asks for is seen first: what goes with it, and nobody waits for, comes so long after, in milliseconds. */
export const AFTER_ROWS = 150;

/** The height of a run in the list of them, in pixels. */
export const RUN_HEIGHT = 60;

/** The height of a change, which has two lines, in pixels. */
const CHANGE_HEIGHT = 50;

/** What all kinds have in common: only what is in view is asked for, in the order of the program. */
const PAGED = { rowModelType: "infinite", defaultColDef: { sortable: false } } as const;

const rows: GridOptions<TableRow> = {
  ...PAGED,
  rowClassRules: { [styles.marked ?? ""]: ({ data }) => data?.marks?.[-1] !== undefined },
  stopEditingWhenCellsLoseFocus: true,
};

const changes: GridOptions<ChangeShown> = {
  ...PAGED,
  rowHeight: CHANGE_HEIGHT,
  rowClassRules: { [styles.leftOut ?? ""]: ({ data }) => data?.outcome === "skipped" },
};

const runs: GridOptions<RunReport> = {
  ...PAGED,
  // Nothing between the columns: a run is one line.
  theme: gridTheme.withParams({ columnBorder: false }),
  rowHeight: RUN_HEIGHT,
  rowClass: styles.pressable ?? "",
};

export const KINDS = { rows, changes, runs };

export type Kind = keyof typeof KINDS;
