import type { TFunction } from "i18next";
import type { KindCount } from "../../../bindings/KindCount";
import type { RunReport } from "../../../bindings/RunReport";
import { doText, undoText } from "../../../lib/counted";
import type { Manner } from "../../../lib/format";

/** How many records a plan is about. */
export function plannedIn({ counts }: RunReport): number {
  return counts.create + counts.update + counts.delete;
}

/** What the button says that begins a run: what it does, to how many. */
export function goLabel(
  t: TFunction,
  manner: Manner,
  report: RunReport,
  kinds: readonly KindCount[] | undefined,
): string {
  const count = plannedIn(report);
  if (report.kind === "undo") {
    return undoText(t, manner, report.counts, kinds);
  }
  return count > 0 ? doText(t, manner, report.counts, kinds) : t("importing.changes.go");
}
