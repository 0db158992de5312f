// What does a grid say to who does not see it?

import type { GetLocaleTextParams, GridApi, GridOptions } from "ag-grid-community";

/** That there are no rows is said some moments after it was so, and stays said: it is taken back once there are some. */
export function unsaysNothing<Row>(grid: GridApi<Row>, element: HTMLElement, look: GridOptions<Row>): void {
  const said = look.getLocaleText?.({ key: "noRowsToShow", defaultValue: "" } as GetLocaleTextParams<Row>) ?? "";
  grid.addEventListener("modelUpdated", () => unsay(grid, element, said));
  for (const live of element.querySelectorAll("[aria-live]")) {
    new MutationObserver(() => unsay(grid, element, said)).observe(live, { childList: true });
  }
}

function unsay<Row>(grid: GridApi<Row>, element: HTMLElement, said: string): void {
  for (const live of element.querySelectorAll("[aria-live]")) {
    if (grid.getDisplayedRowCount() > 0 && live.textContent?.replace("\u200b", "") === said) {
      live.textContent = "";
    }
  }
}
