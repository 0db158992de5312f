// What does a grid say to who does not see it?

import type { GetLocaleTextParams, GridApi, GridOptions } from "ag-grid-community";

/** That there are no rows is said some moments after it was so, and stays said: it is taken back once there are some. */
export function unsayNothing<Row>(grid: GridApi<Row>, element: HTMLElement, look: GridOptions<Row>): void {
  const said = look.getLocaleText?.({ key: "noRowsToShow", defaultValue: "" } as GetLocaleTextParams<Row>) ?? "";
  for (const live of livesIn(element)) {
    if (grid.getDisplayedRowCount() > 0 && live.textContent?.replace("\u200b", "") === said) {
      live.textContent = "";
    }
  }
}

/** Has somebody look whenever something is said. */
export function whenSaid(element: HTMLElement, look: () => void): void {
  for (const live of livesIn(element)) {
    new MutationObserver(look).observe(live, { childList: true });
  }
}

function livesIn(element: HTMLElement): NodeListOf<Element> {
  return element.querySelectorAll("[aria-live]");
}
