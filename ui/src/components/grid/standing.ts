// Where does a grid come from, and where does it go? To make one takes several times as long as to fill it, so the last of
// each kind that nobody needs any more rests until the next is wanted. It keeps what it showed: whoever comes back to the
// same has it on screen at once.

import { type ColDef, createGrid, type GridApi, type GridOptions, type IDatasource } from "ag-grid-community";
import { leadsToEnds } from "./ends";
import styles from "./Grid.module.css";
import { KINDS, type Kind } from "./kinds";
import { showFirst } from "./look";
import { measuredOnPage } from "./offPage";
import { unsayNothing, whenSaid } from "./spoken";

/** Who is told what happens in a grid. */
export type Told<Row> = Pick<
  GridOptions<Row>,
  "onBodyScrollEnd" | "onCellClicked" | "onCellDoubleClicked" | "onCellKeyDown" | "onCellValueChanged"
> & {
  /** Once the grid can be talked to. */
  onReady: (grid: GridApi<Row>) => void;
};

/** What a grid shows. */
export interface Shown<Row> {
  /** Whose rows these are: whoever comes back to the same finds the grid as it was left. */
  name: string;
  columnDefs: ColDef<Row>[];
  datasource: IDatasource;
  /** What its cells have to know besides their row. */
  telling?: unknown;
}

/** A grid and its place on the page. */
export interface Standing<Row> {
  readonly element: HTMLElement;
  readonly grid: GridApi<Row>;
  readonly kind: Kind;
  readonly language: string;
  shown: Shown<Row>;
  told: Told<Row> | null;
  /** How far it was scrolled when it was left, in pixels. */
  leftAt: { top: number; left: number };
}

// biome-ignore lint/suspicious/noExplicitAny: the kind says which rows they hold
const resting = new Map<Kind, Standing<any>>();

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
    if (rested.shown.name === shown.name) {
      comeBack(rested, shown);
    } else {
      show(rested, shown);
    }
    told.onReady(rested.grid);
    return rested;
  }
  rested?.grid.destroy();

  const element = document.createElement("div");
  element.className = styles.standing ?? "";
  place.append(element);
  const made: Omit<Standing<Row>, "grid"> = { element, kind, language, shown, told, leftAt: { top: 0, left: 0 } };
  const grid = measuredOnPage(() =>
    createGrid<Row>(element, {
      ...look,
      ...(KINDS[kind] as unknown as GridOptions<Row>),
      columnDefs: shown.columnDefs,
      datasource: presentOf(made),
      context: made,
      onBodyScrollEnd: (event) => made.told?.onBodyScrollEnd?.(event),
      onCellClicked: (event) => made.told?.onCellClicked?.(event),
      onCellDoubleClicked: (event) => made.told?.onCellDoubleClicked?.(event),
      onCellKeyDown: (event) => made.told?.onCellKeyDown?.(event),
      onCellValueChanged: (event) => made.told?.onCellValueChanged?.(event),
      onGridReady: ({ api }) => made.told?.onReady(api),
      onModelUpdated: ({ api }) => unsayNothing(api, element, look),
    }),
  );
  leadsToEnds(grid, element);
  whenSaid(element, () => unsayNothing(grid, element, look));
  return Object.assign(made, { grid });
}

/** Has a grid show something else. Other rows are looked at from the first on. */
export function show<Row>(standing: Standing<Row>, shown: Shown<Row>): void {
  const { grid, shown: before } = standing;
  standing.shown = shown;
  // The rows of before go first: columns of others would not know what to say of them.
  const areOthers = before.datasource !== shown.datasource;
  if (areOthers) {
    grid.setGridOption("datasource", presentOf(standing));
  }
  if (before.columnDefs !== shown.columnDefs) {
    grid.setGridOption("columnDefs", shown.columnDefs);
  }
  if (areOthers) {
    showFirst(grid);
  }
}

/** The rows are there at once, and asked for again: something may have become of them meanwhile. */
function comeBack<Row>(standing: Standing<Row>, shown: Shown<Row>): void {
  const { element, grid, leftAt } = standing;
  const { columnDefs } = standing.shown;
  standing.shown = shown;
  if (columnDefs !== shown.columnDefs) {
    grid.setGridOption("columnDefs", shown.columnDefs);
  }
  const viewport = viewportOf(element);
  if (viewport) {
    viewport.scrollTop = leftAt.top;
    viewport.scrollLeft = leftAt.left;
  }
  grid.refreshInfiniteCache();
}

/** What cells have to know, from whoever shows the grid at the moment: a grid hands it on as the context. */
export function tellingOf<Telling>(context: Pick<Standing<never>, "shown">): Telling {
  return context.shown.telling as Telling;
}

/** Rows come from whoever shows the grid at the moment. */
function presentOf<Row>(standing: Pick<Standing<Row>, "shown">): IDatasource {
  return { getRows: (wanted) => standing.shown.datasource.getRows(wanted) };
}

function viewportOf(element: HTMLElement): HTMLElement | null {
  return element.querySelector(".ag-grid-viewport");
}

/** Takes a grid off the page. It tells nobody anything any more. */
export function rest<Row>(standing: Standing<Row>): void {
  const { element, grid, kind } = standing;
  standing.told = null;
  grid.stopEditing(true);
  grid.clearFocusedCell();
  const viewport = viewportOf(element);
  standing.leftAt = { top: viewport?.scrollTop ?? 0, left: viewport?.scrollLeft ?? 0 };
  element.remove();
  if (resting.has(kind)) {
    grid.destroy();
    return;
  }
  resting.set(kind, standing);
}
