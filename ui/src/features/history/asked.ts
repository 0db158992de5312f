// For tests: runs, what is asked of them, and what is answered.

import type { ChangeShown } from "../../bindings/ChangeShown";
import type { RunReport } from "../../bindings/RunReport";
import type { open } from "../../testing/answering";
import { linen, report } from "../../testing/fixtures";

export const { counts: some } = report();

export const done = (change: Partial<RunReport> = {}): RunReport =>
  report({
    status: "completed",
    pending: 0,
    seconds: 123,
    profile: "Supplier",
    counts: { ...some, failed: 3, altered: 2, unchanged: 1189 },
    ...change,
  });

export function change(shown: Partial<ChangeShown> & Pick<ChangeShown, "change">): ChangeShown {
  return {
    action: "update",
    entity: "product",
    label: "Tea towel",
    row: 4,
    store_id: 30,
    outcome: "planned",
    detail: null,
    link: null,
    fields: [],
    differences: [],
    reasons: [],
    ...shown,
  };
}

export const summary = (run: RunReport, more: object = {}) => ({
  run,
  kinds: (["create", "update", "delete"] as const).map((action) => ({
    action,
    entity: "product",
    count: run.counts[action],
  })),
  fields: [{ field: "regular_price", count: 312, updates: 312, left_out: 0, needed: 0 }],
  left_out: 0,
  left_edited: 0,
  accidents: [],
  issues: [],
  rejects: 2,
  ...more,
});

export const none = { runs: [], total: 0 };

export function ofRun(run: RunReport, more: object = {}) {
  return {
    "stores.list": [linen],
    "runs.show": run,
    "runs.summary": summary(run),
    "runs.list": none,
    "runs.changes": { changes: [], total: 0 },
    ...more,
  };
}

/** The last request of a command. */
export function lastOf(window: ReturnType<typeof open>, name: string) {
  return window.asked.filter((one) => one.name === name).at(-1)?.request;
}
