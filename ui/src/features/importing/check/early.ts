// How are the rows of a kind of issue there by the time that the page turns to them? They are asked for as soon as
// somebody reaches for the kind: the page takes longer to turn than the program to answer.

import { useMemo } from "react";
import type { RowsPage } from "../../../bindings/RowsPage";
import { PAGE } from "../../../components/grid/kinds";
import { type Platform, usePlatform } from "../../../platform/platform";

/** Which rows of a draft are wanted. */
export interface CheckFilter {
  issue?: string | undefined;
  column?: number | undefined;
  text?: string | undefined;
}

/** Asks for rows of a draft, from this one on. */
export function askRows(
  platform: Platform,
  draft: number,
  { issue, column, text }: CheckFilter,
  from: number,
  count: number,
): Promise<RowsPage> {
  return platform.ask("drafts.rows", {
    draft,
    from,
    count,
    filter: { issue_code: issue ?? null, issue_column: column ?? null, text: text ?? "" },
  }) as Promise<RowsPage>;
}

export interface Early {
  /** The first rows of these are likely to be wanted next; says when they are there, or take longer than is waited. */
  reach: (filter: CheckFilter, version: number) => Promise<unknown>;
  /** Their answer, once, where it was asked for and nothing has changed since. */
  take: (filter: CheckFilter, version: number) => Promise<RowsPage> | null;
}

/** Whoever reaches for something and does not press it has not asked for it, in milliseconds. */
const FRESH = 2_000;
/** So long the page waits for the rows that it turns to, so that both are drawn at once, in milliseconds. */
const TOGETHER = 40;

const nameOf = ({ issue, column, text }: CheckFilter, version: number) => [version, issue, column, text].join("/");

/** The first rows of a draft that were asked for before they are wanted: those of one filter at a time. */
export function useEarly(draft: number): Early {
  const platform = usePlatform();
  return useMemo(() => {
    let asked: { name: string; at: number; answer: Promise<RowsPage>; isThere: Promise<unknown> } | null = null;
    const isOf = (name: string) => asked?.name === name && performance.now() - asked.at < FRESH;
    return {
      reach: (filter, version) => {
        const name = nameOf(filter, version);
        if (!isOf(name)) {
          const answer = askRows(platform, draft, filter, 0, PAGE);
          // Whoever takes it tells what went wrong.
          const isThere = Promise.race([answer.catch(() => {}), new Promise((late) => setTimeout(late, TOGETHER))]);
          asked = { name, at: performance.now(), answer, isThere };
        }
        return asked?.isThere ?? Promise.resolve();
      },
      take: (filter, version) => {
        const answer = isOf(nameOf(filter, version)) ? asked?.answer : null;
        if (answer) {
          asked = null;
        }
        return answer ?? null;
      },
    };
  }, [platform, draft]);
}
