import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import { deedsOf, didText } from "../lib/counted";
import { useManner } from "../lib/format";
import { useStoreName } from "../lib/storeName";
import { usePlatform } from "../platform/platform";

/** Says when a run has ended to a user who looks elsewhere. */
export function Ending() {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
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
            const name = { store: nameOf(store) };
            const title = status === "completed" ? t("shell.ended", name) : t("shell.halted", name);
            const isNothing = deedsOf(counts).length === 0;
            const what = isNothing ? t("history.did.nothing") : didText(t, manner, counts, undefined);
            void platform.notify?.(title, t("shell.ended_about", { what, failed: counts.failed }));
          },
          // A run that cannot be read is told about where it is shown.
          () => {},
        );
      }),
    [platform, t, manner, nameOf],
  );
  return null;
}
