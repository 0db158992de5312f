import type { TFunction } from "i18next";
import type { RunReport } from "../../../bindings/RunReport";

/** How many products a plan is about. */
export function plannedIn({ counts }: RunReport): number {
  return counts.create + counts.update + counts.delete;
}

/** What the button says that begins a run: what it does, to how many. */
export function goLabel(t: TFunction, report: RunReport): string {
  const count = plannedIn(report);
  if (report.kind === "undo") {
    return t("importing.undo.go", { count });
  }
  const { create, delete: removed } = report.counts;
  const does = count > 0 && removed === count ? "remove" : count > 0 && create === count ? "add" : "go";
  return t(`importing.changes.${does}`, { count });
}
