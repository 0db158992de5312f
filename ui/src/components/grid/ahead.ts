// Where do rows come from, and how are the first of them had before a grid turns to them? What it showed stays on screen
// until then: to draw rows without anything in them takes as long as to draw them with it.

import type { GridApi, IDatasource } from "ag-grid-community";
import { PAGE } from "./kinds";

/** The row that is to be in view first. */
export interface Begin {
  row: number;
  at: "top" | "middle";
  /** The column that is brought into view. */
  column?: string | null;
  /** Whether the keys go to that row's cell in that column. */
  isFocused?: boolean;
}

export interface Rows extends IDatasource {
  /** The first of all rows, where nothing is said. */
  begin?: Begin | undefined;
}

/** Pages that are there already, by the row that they begin with. */
export interface Ahead {
  pages: Map<number, object[]>;
  /** As many rows as are known of. */
  total: number;
  /** Whether there are no more. */
  isWhole: boolean;
}

/** So many rows may be seen above and below the one in the middle. */
const AROUND = 40;

/** Fetches the pages in which a grid begins; nothing where that fails. */
export async function ahead<Row>(grid: GridApi<Row>, source: Rows): Promise<Ahead | null> {
  const { row, at } = source.begin ?? { row: 0, at: "top" };
  const from = Math.max(0, at === "middle" ? row - AROUND : row);
  const starts = [...new Set([from, row, from + AROUND].map((one) => Math.floor(one / PAGE) * PAGE))];
  const answers = await Promise.all(starts.map((start) => pageOf(grid, source, start)));
  const pages = new Map<number, object[]>();
  let [total, isWhole] = [0, false];
  for (const [index, answer] of answers.entries()) {
    if (!answer) {
      return null;
    }
    const start = starts[index] ?? 0;
    isWhole ||= answer.total >= 0;
    total = Math.max(total, answer.total, answer.rows.length > 0 ? start + answer.rows.length : 0);
    if (answer.rows.length > 0) {
      pages.set(start, answer.rows);
    }
  }
  return { pages, total, isWhole };
}

function pageOf<Row>(
  api: GridApi<Row>,
  source: Rows,
  startRow: number,
): Promise<{ rows: object[]; total: number } | null> {
  return new Promise((resolve) =>
    source.getRows({
      api,
      startRow,
      endRow: startRow + PAGE,
      successCallback: (rows, total) => resolve({ rows, total: total ?? -1 }),
      failCallback: () => resolve(null),
      sortModel: [],
      filterModel: {},
      context: null,
    }),
  );
}
