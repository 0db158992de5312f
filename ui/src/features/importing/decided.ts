// What was decided in each step, in a few words; more than one thing in as many parts.

import { useTranslation } from "react-i18next";
import { useAsk } from "../../lib/asking";
import { durationText, useManner } from "../../lib/format";
import { fileName } from "./fileName";
import { columnsSkipThemselves, runOf, STEPS, type Step, type StepName, viewOf } from "./step";

export function useDecided(step: Step): Record<StepName, string[]> {
  const { t } = useTranslation();
  const manner = useManner();
  const { draft } = step;
  const number = runOf(draft);
  const run = useAsk("runs.show", { run: number ?? 0 }, { enabled: number !== undefined }).data;
  const isPast = STEPS.indexOf(step.name) >= STEPS.indexOf("check");
  const checked = useAsk("drafts.checked", { draft: draft.draft }, { enabled: isPast }).data;
  const rows = draft.rows;
  const changes = run ? run.counts.create + run.counts.update + run.counts.delete : 0;
  const begun = viewOf(draft).planned;
  // While it runs what is under way is counted nowhere else.
  const planned = run
    ? run.status === "planned"
      ? changes
      : ((begun?.run === number ? begun?.count : undefined) ??
        changes + run.counts.failed + run.counts.conflict + run.counts.unknown + run.pending)
    : 0;
  const isRunning = run && (run.status === "running" || run.status === "paused");
  return {
    file: [
      fileName(t, draft),
      ...(rows ? [t("everywhere.rows", { count: rows.is_complete ? rows.count : rows.estimated })] : []),
    ],
    columns: rows
      ? [
          columnsSkipThemselves(draft) && rows.columns_imported === rows.columns
            ? t("importing.decided.all_known")
            : t("importing.decided.columns", { count: rows.columns_imported, of: rows.columns }),
        ]
      : [],
    check:
      checked?.is_current && rows
        ? [
            checked.rows_out > 0
              ? t("importing.decided.rows_out", { count: checked.rows_out })
              : t("importing.decided.rows_in", { count: checked.rows }),
          ]
        : [],
    changes: run ? [t("importing.decided.changes", { count: planned })] : [],
    run: isRunning
      ? [t(`importing.decided.${run.status as "running" | "paused"}`)]
      : run?.status === "completed"
        ? [durationText(t, manner, run.seconds)]
        : [],
    result: run?.status === "completed" ? [t("importing.decided.done", { count: changes })] : [],
  };
}
