// Which kinds of grid are there? Grids of one kind differ in their columns and rows only, so that one can take the place
// of another.

import type { GridOptions } from "ag-grid-community";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { RunReport } from "../../bindings/RunReport";
import styles from "./Grid.module.css";
import type { TableRow } from "./rows";
import { gridTheme } from "./theme";

/** Rows of a page, in all of them. */
export const PAGE = 100;

/** The height of a run in the list of them, in pixels. */
export const RUN_HEIGHT = 60;

/** The height of a change, which has two lines, in pixels. */
const CHANGE_HEIGHT = 50;

/** What all kinds have in common: only what is on screen is asked for. */
const PAGED = {
  rowModelType: "infinite",
  cacheBlockSize: PAGE,
  maxBlocksInCache: 20,
  infiniteInitialRowCount: 1,
  maxConcurrentDatasourceRequests: 2,
  // So long a row has to stay on screen before its page is asked for: what is only passed by is not.
  blockLoadDebounceMillis: 4,
} as const;

const rows: GridOptions<TableRow> = {
  ...PAGED,
  getRowId: ({ data }) => String(data.row),
  getRowClass: ({ node }) => (node.data?.marks?.[-1] ? (styles.marked ?? "") : ""),
  stopEditingWhenCellsLoseFocus: true,
};

const changes: GridOptions<ChangeShown> = {
  ...PAGED,
  rowHeight: CHANGE_HEIGHT,
  getRowId: ({ data }) => String(data.change),
  rowClassRules: { [styles.leftOut ?? ""]: ({ data }) => data?.outcome === "skipped" },
};

const runs: GridOptions<RunReport> = {
  ...PAGED,
  // Nothing between the columns: a run is one line.
  theme: gridTheme.withParams({ columnBorder: false }),
  defaultColDef: { sortable: false },
  rowHeight: RUN_HEIGHT,
  getRowId: ({ data }) => String(data.run),
  rowClass: styles.pressable ?? "",
};

export const KINDS = { rows, changes, runs };

export type Kind = keyof typeof KINDS;
