import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import { useStoreName } from "../lib/storeName";
import { usePlatform } from "../platform/platform";

/** Says when a run has ended to a user who looks elsewhere. */
export function Ending() {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const platform = usePlatform();
  useEffect(
    () =>
      platform.listen((told) => {
        if (told.event !== "run_ended" || !platform.notify) {
          return;
        }
        void platform.ask("runs.show", { run: told.run }).then(
          (answer) => {
            const { status, counts, store } = answer as RunReport;
            const count = counts.create + counts.update + counts.delete;
            const name = { store: nameOf(store) };
            const title = status === "completed" ? t("shell.ended", name) : t("shell.halted", name);
            void platform.notify?.(title, t("shell.ended_about", { count, failed: counts.failed }));
          },
          // A run that cannot be read is told about where it is shown.
          () => {},
        );
      }),
    [platform, t, nameOf],
  );
  return null;
}
