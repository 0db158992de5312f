// Where does the Tab key lead from a grid?

import type { GridOptions } from "ag-grid-community";

/**
 * A grid is one stop on the way through a page: from a cell Tab leads out of it, and arrows lead from cell to cell. A cell
 * that is written in is left to the next one.
 */
export const LEAVING = {
  tabToNextCell: ({ editing, nextCellPosition }) => (editing && nextCellPosition ? nextCellPosition : false),
  tabToNextHeader: () => false,
} satisfies GridOptions;
