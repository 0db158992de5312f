// For tests: a draft that keeps what it is told, and what was asked last.

import type { DraftShown } from "../../bindings/DraftShown";
import type { JsonValue } from "../../bindings/serde_json/JsonValue";
import { columns, linen, report } from "../../testing/fixtures";

/** A program that keeps where the wizard stands. */
export function keeping(first: DraftShown) {
  let present = first;
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.columns": columns,
    "drafts.resembling": [],
    "drafts.fields": [
      { field: "sku", kind: "text", choices: [], takes_several: false },
      { field: "regular_price", kind: "money", choices: [], takes_several: false },
      { field: "meta:*", kind: "text", choices: [], takes_several: true },
    ],
    "drafts.try_steps": [{ before: "19,90", after: "19,90", read: "19.90", issues: [] }],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.show": () => present,
    "drafts.save_view": (request: { step: string; view: JsonValue; store?: string }) => {
      present = { ...present, step: request.step, view: request.view, store: request.store ?? present.store };
      return present;
    },
    "runs.summary": { fields: [], left_out: 0, accidents: [], rejects: 0 },
    "runs.changes": { changes: [], total: 0 },
    "runs.show": report(),
  };
}

/** The last request of a name. */
export function lastAsked(window: { asked: readonly { name: string; request: unknown }[] }, name: string) {
  return window.asked.filter((one) => one.name === name).at(-1)?.request;
}
