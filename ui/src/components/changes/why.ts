// Why is a change not what it was meant to be?

import type { TFunction } from "i18next";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { Said } from "../../lib/said";

/** The sentences, the most telling first; none where everything is as it was meant. */
export function whysOf(t: TFunction, said: Said, change: ChangeShown): string[] {
  const { detail, outcome, reasons, differences } = change;
  if (detail !== null && typeof detail === "object") {
    // What the shop says of a picture alone does not tell which one it means.
    if ("failed" in detail && !reasons.some(({ code }) => code === "picture_not_taken")) {
      return [t("everywhere.shop_says", { message: detail.failed.message || detail.failed.code })];
    }
    if ("skipped" in detail) {
      return [said("skips", detail.skipped)];
    }
  }
  if (outcome === "conflict" && differences.length > 0) {
    return [said("skips", "changed_since", { field: differences.map(({ field }) => field).join(", ") })];
  }
  return reasons.map(({ code, params }) => reasonOf(t, said, code, Object.fromEntries(params ?? [])));
}

/** Why something stayed out. */
export function reasonOf(t: TFunction, said: Said, code: string, params: Record<string, string>): string {
  if (code === "store_refused") {
    return t("everywhere.shop_says", { message: params.message || params.code || "" });
  }
  return said(said.knows("issues", code) ? "issues" : "skips", code, params);
}

/** The same as one line; of a change that the shop kept otherwise, which fields. */
export function whyOf(t: TFunction, said: Said, change: ChangeShown): string {
  if (change.outcome === "altered") {
    return t("history.why.altered", { fields: change.differences.map(({ field }) => said.field(field)).join(", ") });
  }
  return whysOf(t, said, change).join(" ");
}
