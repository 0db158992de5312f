// What the history's lists are narrowed to. The address holds it, so that it is there again after going back.

import type { Action } from "../../bindings/Action";
import type { RunStatus } from "../../bindings/RunStatus";

/** How far a run has come, as people ask for it. */
export const STANDS = {
  all: ["running", "paused", "interrupted", "completed", "cancelled"],
  completed: ["completed"],
  cancelled: ["cancelled"],
  open: ["running", "paused", "interrupted"],
  planned: ["planned"],
} as const satisfies Record<string, readonly RunStatus[]>;
export type Stand = keyof typeof STANDS;

/** Spans of days before now; today begins at midnight. */
export const SPANS = { today: 0, week: 7, month: 30, year: 365 } as const;
export type Span = keyof typeof SPANS;

export interface RunsSearch {
  text?: string | undefined;
  store?: string | undefined;
  stand?: Exclude<Stand, "all"> | undefined;
  kind?: "import" | "undo" | undefined;
  span?: Span | "dates" | undefined;
  /** The first and the last day, as 2026-11-22. */
  from?: string | undefined;
  until?: string | undefined;
}

export interface RunSearch {
  part?: "terms" | "rows" | undefined;
  action?: Action | undefined;
  field?: string | undefined;
  outcome?: Outcome | undefined;
  text?: string | undefined;
}

export interface UndoSearch {
  /** The only change that is taken back. */
  change?: number | undefined;
  /** Only what the run made a second time is taken back. */
  copies?: true | undefined;
  /** The only fields that are taken back. */
  fields?: string[] | undefined;
  /** The run that would do it. */
  plan?: number | undefined;
  /** The plan that knows what somebody edited since, where anybody did. */
  edited?: number | undefined;
  part?: "edited" | "stays" | undefined;
  field?: string | undefined;
  text?: string | undefined;
}

const ACTIONS = ["create", "update", "delete", "trash"] as const satisfies readonly Action[];
export const OUTCOMES = ["applied", "altered", "failed", "conflict", "skipped", "unknown", "planned", "sent"] as const;
export type Outcome = (typeof OUTCOMES)[number];

type Given = Record<string, unknown>;

function text(value: unknown): string | undefined {
  // A word that looks like a number comes out of the address as one.
  const written = typeof value === "number" ? String(value) : value;
  return typeof written === "string" && written !== "" ? written : undefined;
}

function texts(value: unknown): string[] | undefined {
  const all = Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : [];
  return all.length > 0 ? all : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

function oneOf<One extends string>(all: readonly One[], value: unknown): One | undefined {
  return all.find((one) => one === value);
}

function day(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}

export function runsSearch(given: Given): RunsSearch {
  return {
    text: text(given.text),
    store: text(given.store),
    stand: oneOf(["completed", "cancelled", "open", "planned"], given.stand),
    kind: oneOf(["import", "undo"], given.kind),
    span: oneOf(["today", "week", "month", "year", "dates"], given.span),
    from: day(given.from),
    until: day(given.until),
  };
}

export function runSearch(given: Given): RunSearch {
  return {
    part: oneOf(["terms", "rows"], given.part),
    action: oneOf(ACTIONS, given.action),
    field: text(given.field),
    outcome: oneOf(OUTCOMES, given.outcome),
    text: text(given.text),
  };
}

export function undoSearch(given: Given): UndoSearch {
  return {
    change: number(given.change),
    copies: given.copies === true ? true : undefined,
    fields: texts(given.fields),
    plan: number(given.plan),
    edited: number(given.edited),
    part: oneOf(["edited", "stays"], given.part),
    field: text(given.field),
    text: text(given.text),
  };
}

/** Midnight at the beginning of a day, here where the user is. */
function beginning(of: string, later = 0): string | null {
  const [year = 0, month = 1, date = 1] = of.split("-").map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** From when until when, as the program wants it. */
export function timesOf(
  { span, from, until }: RunsSearch,
  now: Date = new Date(),
): { since: string | null; until: string | null } {
  if (!span) {
    return { since: null, until: null };
  }
  if (span === "dates") {
    return { since: from ? beginning(from) : null, until: until ? beginning(until, 1) : null };
  }
  // From midnight, so that the same question is the same all day.
  const since = new Date(now.getFullYear(), now.getMonth(), now.getDate() - SPANS[span]);
  return { since: since.toISOString(), until: null };
}
