import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import { usePlatform } from "../platform/platform";

/** Says when a run has ended to a user who looks elsewhere. */
export function Ending() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const underWay = useRef(new Set<number>());
  useEffect(
    () =>
      platform.listen((told) => {
        const run = told.run;
        if (typeof run !== "number" || (told.event !== "run_changed" && told.event !== "run_progressed")) {
          return;
        }
        if (told.event === "run_progressed") {
          underWay.current.add(run);
          return;
        }
        void platform.ask("runs.show", { run }).then(
          (answer) => {
            const { status, counts, store } = answer as RunReport;
            if (status === "running") {
              underWay.current.add(run);
            } else if (status === "completed" && underWay.current.delete(run)) {
              const count = counts.create + counts.update + counts.delete;
              void platform.notify?.(
                t("shell.ended", { store }),
                t("shell.ended_about", { count, failed: counts.failed }),
              );
            }
          },
          // A run that cannot be read is told about where it is shown.
          () => {},
        );
      }),
    [platform, t],
  );
  return null;
}
