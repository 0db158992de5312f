// What is said of a cell under the pointer, and where? In the cell's own line: whoever reads the lines around it is not
// in the way of it.

import type { ITooltipComp, ITooltipParams } from "ag-grid-community";
import { element } from "./cells";
import styles from "./Grid.module.css";
import type { Standing } from "./standing";

/** What is said besides a cell's text, which stays to be seen. */
export interface About {
  about: string;
}

/** A room beside a cell that is narrower makes too many lines, in pixels. */
const NARROW = 200;

function cellOf({ context, rowIndex, column, location }: ITooltipParams): HTMLElement | null {
  const { element: grid } = context as Standing<never>;
  const id = column && "getColId" in column ? CSS.escape(column.getColId()) : "";
  return grid.querySelector(
    location === "header" ? `.ag-header-cell[col-id="${id}"]` : `[row-index="${rowIndex}"] .ag-cell[col-id="${id}"]`,
  );
}

/** The text, where the cell has no room for all of it. */
export function whereCut(params: ITooltipParams, text: string | undefined): string | undefined {
  const cell = cellOf(params);
  const isCut = cell && [cell, ...cell.querySelectorAll("*")].some((one) => one.scrollWidth > one.clientWidth + 1);
  return isCut ? text : undefined;
}

/** A tip lies over the text that it completes, or beside the text that it is about. */
export class Tip implements ITooltipComp {
  private readonly tip = element("div", styles.tip);
  private readonly place = element("div", styles.tipPlace, this.tip);

  init(params: ITooltipParams<unknown, string | About>): void {
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
