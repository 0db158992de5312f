// Where do rows come from, and how are the first of them had before a grid turns to them? What it showed stays on screen
// until then: to draw rows without anything in them takes as long as to draw them with it.

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

export interface Rows {
  /** Whose rows these are, and which of them: whoever comes back to the same finds the grid as it was left. */
  name: string;
  /** The first of all rows, where nothing is said. */
  begin?: Begin | undefined;
  /** Fetches a page, from this row on, and how many rows there are in all; -1 where that is not known yet. */
  page: (from: number) => Promise<{ rows: object[]; total: number }>;
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
export async function ahead(source: Rows): Promise<Ahead | null> {
  const { row, at } = source.begin ?? { row: 0, at: "top" };
  const from = Math.max(0, at === "middle" ? row - AROUND : row);
  const starts = [...new Set([from, row, from + AROUND].map((one) => Math.floor(one / PAGE) * PAGE))];
  const pages = new Map<number, object[]>();
  let [total, isWhole] = [0, false];
  try {
    const answers = await Promise.all(starts.map((start) => source.page(start)));
    for (const [index, { rows, total: all }] of answers.entries()) {
      const start = starts[index] ?? 0;
      isWhole ||= all >= 0;
      total = Math.max(total, all, rows.length > 0 ? start + rows.length : 0);
      pages.set(start, rows);
    }
  } catch {
    // Whoever gives the rows tells what went wrong.
    return null;
  }
  return { pages, total, isWhole };
}
