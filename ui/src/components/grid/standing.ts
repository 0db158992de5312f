// Where does a grid come from, and where does it go? To make one takes several times as long as to fill it, so the last of
// each kind that nobody needs any more rests until the next is wanted.

import {
  createGrid,
  type GetLocaleTextParams,
  type GridApi,
  type GridOptions,
  type IDatasource,
} from "ag-grid-community";
import styles from "./Grid.module.css";
import { KINDS, type Kind } from "./kinds";

/** Who is told what happens in a grid. */
export type Told<Row> = Pick<
  GridOptions<Row>,
  "onBodyScrollEnd" | "onCellClicked" | "onCellDoubleClicked" | "onCellKeyDown" | "onCellValueChanged"
> & {
  /** Once the grid can be talked to. */
  onReady: (grid: GridApi<Row>) => void;
};

/** A grid and its place on the page. */
export interface Standing<Row> {
  readonly element: HTMLElement;
  readonly grid: GridApi<Row>;
  readonly kind: Kind;
  readonly language: string;
  told: Told<Row> | null;
}

type Shown<Row> = Required<Pick<GridOptions<Row>, "columnDefs" | "datasource">>;

// biome-ignore lint/suspicious/noExplicitAny: the kind says which rows they hold
const resting = new Map<Kind, Standing<any>>();

/** The keys that lead to the first and the last cell of all. They would scroll the page of cells and leave the focus. */
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

/** Takes back what was said of a grid without rows, once there are some. */
function unsay<Row>(grid: GridApi<Row>, element: HTMLElement, said: string): void {
  for (const live of element.querySelectorAll("[aria-live]")) {
    if (grid.getDisplayedRowCount() > 0 && live.textContent?.replace("\u200b", "") === said) {
      live.textContent = "";
    }
  }
}

const NOTHING: IDatasource = { getRows: ({ successCallback }) => successCallback([], 0) };

/** A grid of that kind within `place`, which shows this and tells that. */
export function stand<Row>(
  kind: Kind,
  language: string,
  place: HTMLElement,
  look: GridOptions<Row>,
  shown: Shown<Row>,
  told: Told<Row>,
): Standing<Row> {
  const rested = resting.get(kind) as Standing<Row> | undefined;
  resting.delete(kind);
  if (rested?.language === language) {
    rested.told = told;
    place.append(rested.element);
    rested.grid.updateGridOptions(shown);
    rested.grid.resetColumnState();
    told.onReady(rested.grid);
    return rested;
  }
  rested?.grid.destroy();

  const element = document.createElement("div");
  element.className = styles.standing ?? "";
  place.append(element);
  const noRows = look.getLocaleText?.({ key: "noRowsToShow", defaultValue: "" } as GetLocaleTextParams<Row>) ?? "";
  const made: Standing<Row> = {
    element,
    kind,
    language,
    told,
    grid: createGrid<Row>(element, {
      ...look,
      ...(KINDS[kind] as unknown as GridOptions<Row>),
      ...shown,
      onBodyScrollEnd: (event) => made.told?.onBodyScrollEnd?.(event),
      onCellClicked: (event) => made.told?.onCellClicked?.(event),
      onCellDoubleClicked: (event) => made.told?.onCellDoubleClicked?.(event),
      onCellKeyDown: (event) => made.told?.onCellKeyDown?.(event),
      onCellValueChanged: (event) => made.told?.onCellValueChanged?.(event),
      onGridReady: ({ api }) => made.told?.onReady(api),
      onModelUpdated: ({ api }) => unsay(api, element, noRows),
    }),
  };
  element.addEventListener("keydown", (event) => goToEnd(made.grid, event), { capture: true });
  // It is said some moments after it was so.
  for (const live of element.querySelectorAll("[aria-live]")) {
    new MutationObserver(() => unsay(made.grid, element, noRows)).observe(live, { childList: true });
  }
  return made;
}

/** Takes a grid off the page. It tells nobody anything any more, and keeps none of its rows. */
export function rest<Row>(standing: Standing<Row>): void {
  const { element, grid, kind } = standing;
  standing.told = null;
  element.remove();
  if (resting.has(kind)) {
    grid.destroy();
    return;
  }
  grid.stopEditing(true);
  grid.clearFocusedCell();
  grid.setGridOption("datasource", NOTHING);
  resting.set(kind, standing);
}
