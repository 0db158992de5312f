// Where does a grid come from, and where does it go? To make one takes several times as long as to fill it, so the last of
// each kind that nobody needs any more rests until the next is wanted. It keeps what it showed: whoever comes back to the
// same has it on screen at once.

import { type ColDef, createGrid, type GridApi, type GridOptions, type IDatasource } from "ag-grid-community";
import { type Ahead, ahead, type Rows } from "./ahead";
import { leadsToEnds } from "./ends";
import styles from "./Grid.module.css";
import { KINDS, type Kind, PAGE } from "./kinds";
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
  datasource: Rows;
  /** What its cells have to know besides their row. */
  telling?: unknown;
}

/** A grid and its place on the page. */
export interface Standing<Row> {
  readonly element: HTMLElement;
  readonly grid: GridApi<Row>;
  readonly kind: Kind;
  readonly language: string;
  /** Where it stands while it is on the page. */
  place: HTMLElement;
  shown: Shown<Row>;
  /** What it will show as soon as its rows are there. */
  next: Shown<Row> | null;
  /** What is there of its rows before it asks for them. */
  ahead: Ahead | null;
  told: Told<Row> | null;
  /** How far it was scrolled when it was left, in pixels. */
  leftAt: { top: number; left: number };
}

/** So long a grid waits off the page for its first rows, and keeps those that it has not asked for, in milliseconds. */
const PATIENCE = 150;

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
    Object.assign(rested, { told, place });
    if (rested.shown.name === shown.name) {
      comeBack(rested, shown);
    } else {
      // Not on the page before its rows are there: those of before are none of this one's.
      show(rested, shown);
      setTimeout(() => rested.next?.datasource === shown.datasource && turn(rested, null), PATIENCE);
    }
    told.onReady(rested.grid);
    return rested;
  }
  rested?.grid.destroy();

  const element = document.createElement("div");
  element.className = styles.standing ?? "";
  place.append(element);
  const leftAt = { top: 0, left: 0 };
  const made: Omit<Standing<Row>, "grid"> = {
    element,
    kind,
    language,
    place,
    shown,
    next: null,
    ahead: null,
    told,
    leftAt,
  };
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

/** Has a grid show something else: other rows as soon as the first of them are there. */
export function show<Row>(standing: Standing<Row>, shown: Shown<Row>): void {
  const { grid, shown: before, next } = standing;
  if ((next ?? before).datasource === shown.datasource) {
    if (next) {
      standing.next = shown;
    } else {
      standing.shown = shown;
      if (before.columnDefs !== shown.columnDefs) {
        grid.setGridOption("columnDefs", shown.columnDefs);
      }
    }
    return;
  }
  standing.next = shown;
  void ahead(grid, shown.datasource).then((first) => {
    if (standing.next?.datasource === shown.datasource) {
      turn(standing, first);
    }
  });
}

/** Turns a grid to what it is to show next, of which these rows are there. */
function turn<Row>(standing: Standing<Row>, first: Ahead | null): void {
  const { element, grid, next, place, shown: before } = standing;
  if (!next) {
    return;
  }
  const { columnDefs, datasource } = next;
  const { row, at, column, isFocused } = datasource.begin ?? { row: 0, at: "top" };
  const areColumns = before.columnDefs === columnDefs;
  standing.shown = next;
  standing.next = null;
  standing.ahead = first;
  // Pages that nobody asked for by then may be others.
  setTimeout(() => {
    if (standing.ahead === first) {
      standing.ahead = null;
    }
  }, PATIENCE);
  // Lines that are on screen can be written over, which takes less than to make them anew.
  const isThere = grid.getFirstDisplayedRowIndex() === 0 && row === 0 && !column;
  const isWrittenOver = first !== null && first.total > 0 && isThere && areColumns;
  if (!isWrittenOver) {
    // The rows of before go first: columns of others would not know what to say of them.
    grid.setGridOption("datasource", presentOf(standing));
  }
  if (!areColumns) {
    grid.setGridOption("columnDefs", columnDefs);
  }
  if (column) {
    grid.ensureColumnVisible(column);
  }
  if (first && first.total > 0) {
    if (isWrittenOver) {
      // All others of before go.
      grid.setRowCount(Math.min(first.total, PAGE), true);
    }
    grid.setRowCount(first.total, first.isWhole);
  }
  if (element.parentElement !== place) {
    place.append(element);
  }
  if (row > 0 && row < grid.getDisplayedRowCount()) {
    grid.ensureIndexVisible(row, at);
    if (column && isFocused) {
      grid.setFocusedCell(row, column);
    }
  } else {
    showFirst(grid);
  }
  if (isWrittenOver) {
    grid.refreshInfiniteCache();
  }
}

/** The rows are there at once, and asked for again: something may have become of them meanwhile. */
function comeBack<Row>(standing: Standing<Row>, shown: Shown<Row>): void {
  const { element, grid, leftAt, place } = standing;
  const { columnDefs } = standing.shown;
  standing.shown = shown;
  place.append(element);
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

/** Rows come from whoever shows the grid at the moment, but for those that are there already. */
function presentOf<Row>(standing: Pick<Standing<Row>, "shown" | "ahead">): IDatasource {
  return {
    getRows: (wanted) => {
      const { ahead, shown } = standing;
      const rows = ahead?.pages.get(wanted.startRow);
      // Asked for once more, they may be others.
      ahead?.pages.delete(wanted.startRow);
      if (ahead && rows) {
        wanted.successCallback(rows, ahead.isWhole ? ahead.total : -1);
      } else {
        shown.datasource.getRows(wanted);
      }
    },
  };
}

function viewportOf(element: HTMLElement): HTMLElement | null {
  return element.querySelector(".ag-grid-viewport");
}

/** Takes a grid off the page. It tells nobody anything any more. */
export function rest<Row>(standing: Standing<Row>): void {
  const { element, grid, kind } = standing;
  standing.told = null;
  standing.next = null;
  standing.ahead = null;
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
