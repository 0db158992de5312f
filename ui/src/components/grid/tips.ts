// What is said of a cell under the pointer, and where? In the cell's own line: whoever reads the lines around it is not
// in the way of it.

import type { CellMouseOverEvent, GridOptions, ITooltipComp, ITooltipParams } from "ag-grid-community";
import { element } from "./cells";
import styles from "./Grid.module.css";
import type { Standing } from "./standing";

/** What is said besides a cell's text, which stays to be seen. */
export interface About {
  about: string;
}

/** A cell that somebody points at. */
export type Pointed<Row> = Pick<CellMouseOverEvent<Row>, "data" | "context" | "rowIndex" | "column">;

/**
 * What a column says of its cells, as its `context`. The library's own tips are made with each cell, before anybody points
 * at one: that takes a quarter of what a line takes.
 */
export interface Says<Row> {
  tip: (cell: Pointed<Row>) => string | About | undefined;
}

/** Whoever only passes by is told nothing: so long a cell is pointed at before, in milliseconds. */
export const PASSING = 700;

/** A room beside a cell that is narrower makes too many lines, in pixels. */
const NARROW = 200;

interface Place extends Pick<ITooltipParams, "context" | "column"> {
  rowIndex?: number | null;
  location?: ITooltipParams["location"];
}

function cellOf({ context, rowIndex, column, location }: Place): HTMLElement | null {
  const { element: grid } = context as Standing<never>;
  const id = column && "getColId" in column ? CSS.escape(column.getColId()) : "";
  return grid.querySelector(
    location === "header" ? `.ag-header-cell[col-id="${id}"]` : `[row-index="${rowIndex}"] .ag-cell[col-id="${id}"]`,
  );
}

/** The text, where the cell has no room for all of it. */
export function whereCut(params: Place, text: string | undefined): string | undefined {
  const cell = cellOf(params);
  const isCut = cell && [cell, ...cell.querySelectorAll("*")].some((one) => one.scrollWidth > one.clientWidth + 1);
  return isCut ? text : undefined;
}

/** A tip lies over the text that it completes, or beside the text that it is about. */
export class Tip implements ITooltipComp {
  private readonly tip = element("div", styles.tip);
  private readonly place = element("div", styles.tipPlace, this.tip);

  init(params: Place & { value?: string | About | null }): void {
    const { value } = params;
    const isAbout = typeof value === "object" && value !== null;
    this.tip.textContent = isAbout ? value.about : String(value ?? "");
    const cell = cellOf(params);
    const grid = (params.context as Standing<never>).element;
    if (cell) {
      this.stand(cell.getBoundingClientRect(), grid.getBoundingClientRect(), isAbout);
    }
  }

  getGui(): HTMLElement {
    return this.place;
  }

  private stand(cell: DOMRect, grid: DOMRect, isAbout: boolean): void {
    const { style } = this.tip;
    const [before, after] = [cell.left - grid.left, grid.right - cell.right];
    const isBeside = isAbout && Math.max(before, after) >= NARROW;
    const isAtRight = isBeside ? after >= before : before + cell.width / 2 < grid.width / 2;
    // What needs more lines than the row has grows away from the nearer edge.
    if (cell.top - grid.top < grid.height / 2) {
      style.top = `${cell.top - grid.top}px`;
    } else {
      style.bottom = `${grid.bottom - cell.bottom}px`;
    }
    style.minHeight = `${cell.height}px`;
    if (isAtRight) {
      const left = isBeside ? before + cell.width : before;
      style.left = `${left}px`;
      style.maxWidth = `${grid.width - left}px`;
    } else {
      const right = isBeside ? after + cell.width : after;
      style.right = `${right}px`;
      style.maxWidth = `${grid.width - right}px`;
    }
    if (!isBeside) {
      style.minWidth = `${cell.width}px`;
    }
  }
}

/** Has a grid tell what its columns say of the cell that is pointed at. */
export function tipsOf<Row>(): Pick<
  GridOptions<Row>,
  "onCellMouseOver" | "onCellMouseOut" | "onCellMouseDown" | "onCellKeyDown" | "onBodyScroll"
> {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let shown: HTMLElement | null = null;
  const hide = () => {
    clearTimeout(waiting);
    shown?.remove();
    shown = null;
  };
  return {
    onCellMouseOver: (cell) => {
      hide();
      waiting = setTimeout(() => {
        const value = (cell.colDef.context as Says<Row> | undefined)?.tip(cell);
        const { element: grid } = cell.context as Standing<never>;
        if (value) {
          const tip = new Tip();
          tip.init({ ...cell, value });
          shown = tip.getGui();
          grid.firstElementChild?.append(shown);
        }
      }, PASSING);
    },
    onCellMouseOut: hide,
    onCellMouseDown: hide,
    onCellKeyDown: hide,
    onBodyScroll: hide,
  };
}
