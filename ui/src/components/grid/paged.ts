// Which rows does a grid draw, and where do they come from? The library's own way to show more rows than there is room
// for draws each line twice: empty while its page is asked for, and made anew once it is there. Here a line that waits is
// filled, and rows that are there already are drawn with what they say.

import {
  _addRowHeightChangedListener,
  _getRowHeightAsNumber,
  BeanStub,
  type IRowModel,
  type Module,
  type NamedBean,
  RowNode,
  ScrollApiModule,
} from "ag-grid-community";
import type { Ahead, Rows } from "./ahead";
import { PAGE } from "./kinds";

/** Milliseconds that a page has to stay in view before it is asked for: what is only passed by is not. */
const PASSING = 4;
/** So many rows above and below those in view are had before they are scrolled to. */
const BESIDE = 40;
/** So many pages are asked for at a time, and kept while they are out of view. */
const [AT_ONCE, KEPT] = [2, 40];

/** What a grid has as its context: its rows put themselves there. */
export interface HasRows {
  rows?: PagedRows;
}

/** What is known of a page's rows. */
interface Page {
  /** By the place in the page: made where they are drawn. */
  nodes: (RowNode | undefined)[];
  /** Nothing until they are there. */
  rows: readonly object[] | null;
  /** Which question its rows answer: an answer to an earlier one is not taken. */
  asked: number;
  state: "wanted" | "asked" | "there";
  /** When it was looked at last, by a clock of our own. */
  seen: number;
}

/** The rows of a grid, however many there are: those in view, and some around them. */
export class PagedRows extends BeanStub implements NamedBean, IRowModel {
  readonly beanName = "rowModel" as const;
  readonly rootNode = null;
  readonly hierarchical = false;

  private source: Rows | null = null;
  private pages = new Map<number, Page>();
  private count = 0;
  private isCountKnown = false;
  /** Whether there are lines at all: not while a grid moves to where it is to begin. */
  private isDrawn = true;
  private rowHeight = 0;
  private clock = 0;
  private looking: ReturnType<typeof setTimeout> | undefined;

  postConstruct(): void {
    this.rowHeight = _getRowHeightAsNumber(this.beans);
    _addRowHeightChangedListener(this, () => this.measureAgain());
    this.addManagedEventListeners({ displayedRowsChanged: () => this.lookSoon() });
    this.addDestroyFunc(() => {
      clearTimeout(this.looking);
      this.forget(this.pages.values());
    });
  }

  start(): void {
    (this.gos.get("context") as HasRows).rows = this;
    this.eventSvc.dispatchEventOnce({ type: "rowCountReady" });
    this.tell();
  }

  /** The same rows come from somebody else. */
  comeFrom(source: Rows): void {
    this.source = source;
  }

  /** No rows at all, and nothing known of any. */
  clear(): void {
    this.source = null;
    this.forget(this.pages.values());
    this.pages.clear();
    this.count = 0;
    this.isCountKnown = false;
    this.tell();
  }

  /**
   * Turns to other rows, of which these are there. Lines are written over where they stand, unless `move` brings the
   * grid to another place: then they are drawn there, and nowhere on the way.
   */
  turn(source: Rows, first: Ahead, move: (() => void) | null): void {
    const before = this.pages;
    this.source = source;
    this.pages = new Map();
    this.count = first.isWhole ? first.total : withNext(first.total);
    this.isCountKnown = first.isWhole;
    for (const [start, rows] of first.pages) {
      const page = newPage(++this.clock);
      const lines = before.get(start / PAGE)?.nodes ?? [];
      this.pages.set(start / PAGE, page);
      if (!move) {
        page.nodes = lines.slice(0, rows.length);
        lines.splice(0, rows.length);
      }
      this.fill(page, rows);
    }
    this.forget(before.values());
    if (move) {
      this.isDrawn = false;
      this.tell();
      move();
      this.isDrawn = true;
    }
    this.tell();
  }

  /** Rows in view are asked for again, and what is not in view is forgotten. */
  askAgain(): void {
    for (const [number, page] of this.pages) {
      if (this.isInView(number)) {
        page.state = "wanted";
      } else {
        this.drop(number);
      }
    }
    this.lookSoon();
  }

  private tell(): void {
    this.eventSvc.dispatchEvent({
      type: "modelUpdated",
      newPage: false,
      newPageSize: false,
      newData: false,
      keepRenderedRows: true,
      animate: false,
    });
  }

  private nodeOf(index: number): RowNode {
    const number = Math.floor(index / PAGE);
    let page = this.pages.get(number);
    if (!page) {
      page = newPage(++this.clock);
      this.pages.set(number, page);
      this.lookSoon();
    }
    page.seen = ++this.clock;
    const place = index % PAGE;
    let node = page.nodes[place];
    if (!node) {
      node = new RowNode(this.beans);
      node.uiLevel = 0;
      node.setRowIndex(index);
      node.setRowHeight(this.rowHeight);
      node.setRowTop(this.rowHeight * index);
      // A line that waits has a name already: it stays the same line when its row is there.
      node.id = String(index);
      node.data = page.rows?.[place];
      page.nodes[place] = node;
    }
    return node;
  }

  private fill(page: Page, rows: readonly object[]): void {
    page.rows = rows;
    page.state = "there";
    for (const [place, node] of page.nodes.entries()) {
      const row = rows[place];
      if (node && row) {
        // Only cells that say something else are touched: whoever is about to press one still finds it.
        node.updateData(row);
      }
    }
  }

  private lookSoon(): void {
    this.looking ??= setTimeout(() => this.look(), PASSING);
  }

  /** Asks for what is in view and not there. */
  private look(): void {
    clearTimeout(this.looking);
    this.looking = undefined;
    const { source } = this;
    if (!source || !this.isDrawn) {
      return;
    }
    const { firstRenderedRow: first, lastRenderedRow: last } = this.beans.rowRenderer;
    const [from, until] = [Math.max(0, first - BESIDE), Math.min(this.count - 1, last + BESIDE)];
    for (let number = Math.floor(from / PAGE); number <= Math.floor(until / PAGE); number += 1) {
      if (!this.pages.has(number)) {
        this.pages.set(number, newPage(++this.clock));
      }
    }
    let going = 0;
    const wanted: [number, Page][] = [];
    for (const [number, page] of this.pages) {
      if (page.state === "asked") {
        going += 1;
      } else if (page.state === "wanted") {
        if (this.isInView(number, BESIDE)) {
          wanted.push([number, page]);
        } else {
          this.drop(number);
        }
      }
    }
    // What is in view before what is beside it.
    wanted.sort(([one], [other]) => Number(this.isInView(other)) - Number(this.isInView(one)));
    for (const [number, page] of wanted.slice(0, Math.max(0, AT_ONCE - going))) {
      this.ask(source, number, page);
    }
    this.forgetOldest();
  }

  private ask(source: Rows, number: number, page: Page): void {
    page.state = "asked";
    const asked = ++this.clock;
    page.asked = asked;
    const isOurs = () => this.isAlive() && this.pages.get(number) === page && page.asked === asked;
    source.page(number * PAGE).then(
      ({ rows, total }) => {
        if (isOurs() && page.state === "asked") {
          this.take(number, page, rows, total);
        }
        this.lookSoon();
      },
      () => {
        // Whoever gave the rows tells what went wrong. They are asked for again when something has changed.
        if (isOurs() && page.state === "asked") {
          page.state = "there";
        }
      },
    );
  }

  private take(number: number, page: Page, rows: readonly object[], total: number): void {
    const { count, isCountKnown } = this;
    this.isCountKnown ||= total >= 0;
    this.count = total >= 0 ? total : isCountKnown ? count : Math.max(count, withNext(number * PAGE + rows.length));
    if (rows.length < (page.rows?.length ?? 0)) {
      // Those that are gone leave no line behind.
      this.forget([{ ...page, nodes: page.nodes.splice(rows.length) }]);
    }
    this.fill(page, rows);
    if (count !== this.count || isCountKnown !== this.isCountKnown) {
      this.tell();
    }
  }

  private isInView(number: number, beside = 0): boolean {
    if (this.count === 0) {
      return number === 0;
    }
    const { rowRenderer } = this.beans;
    return rowRenderer.isRangeInRenderedViewport(number * PAGE - beside, (number + 1) * PAGE - 1 + beside);
  }

  private drop(number: number): void {
    const page = this.pages.get(number);
    if (page) {
      this.pages.delete(number);
      this.forget([page]);
    }
  }

  private forgetOldest(): void {
    const out = [...this.pages].filter(([number]) => !this.isInView(number));
    out.sort(([, one], [, other]) => other.seen - one.seen);
    for (const [number] of out.slice(KEPT)) {
      this.drop(number);
    }
  }

  private forget(pages: Iterable<Page>): void {
    for (const { nodes } of pages) {
      for (const node of nodes) {
        node?._destroy(false);
      }
    }
  }

  private measureAgain(): void {
    const rowHeight = _getRowHeightAsNumber(this.beans);
    if (rowHeight !== this.rowHeight) {
      this.rowHeight = rowHeight;
      this.forEachNode((node, index) => {
        node.setRowHeight(rowHeight);
        node.setRowTop(rowHeight * index);
      });
      this.tell();
    }
  }

  getType() {
    return "infinite" as const;
  }

  getRow(index: number): RowNode | undefined {
    return index >= 0 && index < this.count ? this.nodeOf(index) : undefined;
  }

  getRowNode(id: string): RowNode | undefined {
    const index = Number(id);
    return this.pages.get(Math.floor(index / PAGE))?.nodes[index % PAGE];
  }

  getRowCount(): number {
    return this.count;
  }

  getTopLevelRowCount(): number {
    return this.count;
  }

  getTopLevelRowDisplayedIndex(index: number): number {
    return index;
  }

  getRowIndexAtPixel(pixel: number): number {
    return this.rowHeight === 0 ? 0 : Math.min(Math.floor(pixel / this.rowHeight), this.count - 1);
  }

  getRowBounds(index: number) {
    return { rowTop: this.rowHeight * index, rowHeight: this.rowHeight };
  }

  isRowPresent(node: RowNode): boolean {
    return node.id !== undefined && this.getRowNode(node.id) === node;
  }

  isEmpty(): boolean {
    return false;
  }

  isRowsToRender(): boolean {
    return this.isDrawn && this.count > 0;
  }

  /** That there is nothing is said when it is sure. */
  getOverlayType() {
    return this.count === 0 && this.isCountKnown ? ("noRows" as const) : null;
  }

  /** Nothing is selected here: what is chosen is kept with the rows. */
  getNodesInRangeForSelection(): RowNode[] {
    return [];
  }

  forEachNode(call: (node: RowNode, index: number) => void): void {
    for (const [number, { nodes }] of this.pages) {
      for (const [place, node] of nodes.entries()) {
        if (node) {
          call(node, number * PAGE + place);
        }
      }
    }
  }

  isLastRowIndexKnown(): boolean {
    return this.isCountKnown;
  }

  /** All rows are of one height. */
  ensureRowHeightsValid(): boolean {
    return false;
  }

  resetRowHeights(): void {}

  onRowHeightChanged(): void {}
}

function newPage(seen: number): Page {
  return { nodes: [], rows: null, asked: 0, state: "wanted", seen };
}

/** As long as it is not known whether more follow a full page, there is a line to scroll to. */
function withNext(known: number): number {
  return known > 0 && known % PAGE === 0 ? known + 1 : known;
}

/** Takes the place of the library's own rows that come page by page. */
export const PagedRowsModule: Module = {
  moduleName: "InfiniteRowModel",
  version: ScrollApiModule.version,
  rowModels: ["infinite"],
  beans: [PagedRows],
};
