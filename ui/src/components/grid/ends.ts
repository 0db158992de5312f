// Which keys lead to the first and the last cell of all?

import type { GridApi } from "ag-grid-community";

/** Left to the grid, these keys scroll the page of cells and leave the focus behind. */
export function leadsToEnds<Row>(grid: GridApi<Row>, element: HTMLElement): void {
  element.addEventListener("keydown", (event) => goToEnd(grid, event), { capture: true });
}

function goToEnd<Row>(grid: GridApi<Row>, event: KeyboardEvent): void {
  const isEnd = event.key === "End";
  const isWanted =
    (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && (isEnd || event.key === "Home");
  const last = grid.getDisplayedRowCount() - 1;
  const column = grid.getAllDisplayedColumns().at(isEnd ? -1 : 0);
  if (!isWanted || event.target instanceof HTMLInputElement || last < 0 || !column) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const row = isEnd ? last : 0;
  grid.ensureIndexVisible(row);
  grid.ensureColumnVisible(column);
  grid.setFocusedCell(row, column);
}
