// Where does a grid come from, and where does it go? To make one takes several times as long as to fill it, so the last of
// each kind that nobody needs any more rests until the next is wanted. It keeps what it showed: whoever comes back to the
// same has it on screen at once.

import { type ColDef, createGrid, type GridApi, type GridOptions } from "ag-grid-community";
import { type Ahead, ahead, type Rows } from "./ahead";
import { leadsToEnds } from "./ends";
import styles from "./Grid.module.css";
import { KINDS, type Kind } from "./kinds";
import { LEAVING } from "./leaving";
import { showFirst } from "./look";
import { measuredOnPage } from "./offPage";
import type { HasRows, PagedRows } from "./paged";
import { unsayNothing, whenSaid } from "./spoken";
import { tipsOf } from "./tips";

/** Who is told what happens in a grid. */
export type Told<Row> = Pick<
  GridOptions<Row>,
  | "onBodyScrollEnd"
  | "onCellClicked"
  | "onCellDoubleClicked"
  | "onCellKeyDown"
  | "onCellMouseDown"
  | "onCellValueChanged"
> & {
  /** Once the grid can be talked to. */
  onReady: (grid: GridApi<Row>) => void;
};

/** What a grid shows. */
export interface Shown<Row> {
  columnDefs: ColDef<Row>[];
  datasource: Rows;
  /** What its cells have to know besides their row. */
  telling?: unknown;
}

/** A grid and its place on the page. */
export interface Standing<Row> {
  readonly element: HTMLElement;
  readonly grid: GridApi<Row>;
  readonly rows: PagedRows;
  readonly kind: Kind;
  readonly language: string;
  /** Where it stands while it is on the page. */
  place: HTMLElement;
  shown: Shown<Row>;
  /** What it will show as soon as its rows are there. */
  next: Shown<Row> | null;
  told: Told<Row> | null;
  /** How far it was scrolled when it was left, in pixels. */
  leftAt: { top: number; left: number };
}

/** So long a grid waits off the page for its first rows, in milliseconds. */
const PATIENCE = 150;

/** Where rows come from before any are wanted. */
const NONE: Rows = { name: "", page: async () => ({ rows: [], total: -1 }) };

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
    if (rested.shown.datasource.name === shown.datasource.name) {
      comeBack(rested, shown);
    } else {
      // Not on the page before its rows are there: those of before are none of this one's.
      show(rested, shown);
      setTimeout(() => rested.next?.datasource === shown.datasource && standWithout(rested), PATIENCE);
    }
    told.onReady(rested.grid);
    return rested;
  }
  rested?.grid.destroy();
  const made = make(kind, language, place, look, shown, told);
  show(made, shown);
  return made;
}

/** A grid without rows. */
function make<Row>(
  kind: Kind,
  language: string,
  place: HTMLElement,
  look: GridOptions<Row>,
  shown: Shown<Row>,
  told: Told<Row>,
): Standing<Row> {
  const element = document.createElement("div");
  element.className = styles.standing ?? "";
  place.append(element);
  const made: Omit<Standing<Row>, "grid" | "rows"> & HasRows = {
    element,
    kind,
    language,
    place,
    shown: { ...shown, datasource: NONE },
    next: null,
    told,
    leftAt: { top: 0, left: 0 },
  };
  const tips = tipsOf<Row>();
  const grid = measuredOnPage(() =>
    createGrid<Row>(element, {
      ...look,
      ...tips,
      ...LEAVING,
      ...(KINDS[kind] as unknown as GridOptions<Row>),
      columnDefs: shown.columnDefs,
      context: made,
      onBodyScrollEnd: (event) => made.told?.onBodyScrollEnd?.(event),
      onCellClicked: (event) => made.told?.onCellClicked?.(event),
      onCellDoubleClicked: (event) => made.told?.onCellDoubleClicked?.(event),
      onCellMouseDown: (event) => {
        tips.onCellMouseDown?.(event);
        made.told?.onCellMouseDown?.(event);
      },
      onCellKeyDown: (event) => {
        tips.onCellKeyDown?.(event);
        made.told?.onCellKeyDown?.(event);
      },
      onCellValueChanged: (event) => made.told?.onCellValueChanged?.(event),
      onGridReady: ({ api }) => made.told?.onReady(api),
      onModelUpdated: ({ api }) => unsayNothing(api, element, look),
    }),
  );
  leadsToEnds(grid, element);
  whenSaid(element, () => unsayNothing(grid, element, look));
  return Object.assign(made as Omit<Standing<Row>, "grid">, { grid });
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
  void ahead(shown.datasource).then((first) => {
    if (standing.next?.datasource === shown.datasource) {
      if (first) {
        turn(standing, first);
      } else {
        standWithout(standing);
      }
    }
  });
}

/** Turns a grid to what it is to show next, of which these rows are there. */
function turn<Row>(standing: Standing<Row>, first: Ahead): void {
  const { grid, next, rows, shown: before } = standing;
  if (!next) {
    return;
  }
  const { columnDefs, datasource } = next;
  const { row, at, column, isFocused } = datasource.begin ?? { row: 0, at: "top" };
  const isThere = row < first.total;
  standing.shown = next;
  standing.next = null;
  const areOthers = before.columnDefs !== columnDefs;
  const isOut = Boolean(column) && !grid.getAllDisplayedVirtualColumns().some((one) => one.getColId() === column);
  const isElsewhere = areOthers || isOut || (isThere && row > 0) || grid.getFirstDisplayedRowIndex() > 0;
  putOnPage(standing);
  const move = () => {
    if (areOthers) {
      grid.setGridOption("columnDefs", columnDefs);
    }
    if (column) {
      grid.ensureColumnVisible(column);
    }
    if (isThere && row > 0) {
      grid.ensureIndexVisible(row, at);
    } else {
      showFirst(grid);
    }
  };
  rows.turn(datasource, first, isElsewhere ? move : null);
  alignBar(standing);
  if (isThere && column && isFocused) {
    grid.setFocusedCell(row, column);
  }
}

/** Stands on the page without any rows, because it takes long until they are there. */
function standWithout<Row>(standing: Standing<Row>): void {
  standing.rows.clear();
  putOnPage(standing);
}

/**
 * The bar stands where the rows do. Where there are fewer of them than before it is moved to their end, and WebKit tells
 * that last: the rows would follow it.
 */
function alignBar({ element }: Pick<Standing<never>, "element">): void {
  const [bar, rows] = [element.querySelector(".ag-body-vertical-scroll-viewport"), viewportOf(element)];
  if (bar && rows && bar.scrollTop !== rows.scrollTop) {
    bar.scrollTop = rows.scrollTop;
  }
}

function putOnPage({ element, place }: Pick<Standing<never>, "element" | "place">): void {
  if (element.parentElement !== place) {
    place.append(element);
  }
}

/** The rows are there at once, and asked for again: something may have become of them meanwhile. */
function comeBack<Row>(standing: Standing<Row>, shown: Shown<Row>): void {
  const { element, grid, leftAt, rows } = standing;
  const { columnDefs, datasource } = standing.shown;
  standing.shown = shown;
  putOnPage(standing);
  if (columnDefs !== shown.columnDefs) {
    grid.setGridOption("columnDefs", shown.columnDefs);
  }
  const viewport = viewportOf(element);
  if (viewport) {
    viewport.scrollTop = leftAt.top;
    viewport.scrollLeft = leftAt.left;
  }
  if (datasource !== shown.datasource) {
    rows.comeFrom(shown.datasource);
  }
  rows.askAgain();
}

/** Has the rows of a grid asked for again: they may be others by now. */
export function askAgain<Row>(grid: GridApi<Row> | null): void {
  (grid?.getGridOption("context") as Standing<Row> | undefined)?.rows.askAgain();
}

/** What cells have to know, from whoever shows the grid at the moment: a grid hands it on as the context. */
export function tellingOf<Telling>(context: Pick<Standing<never>, "shown">): Telling {
  return context.shown.telling as Telling;
}

function viewportOf(element: HTMLElement): HTMLElement | null {
  return element.querySelector(".ag-grid-viewport");
}

/** Takes a grid off the page. It tells nobody anything any more. */
export function rest<Row>(standing: Standing<Row>): void {
  const { element, grid, kind } = standing;
  standing.told = null;
  standing.next = null;
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
