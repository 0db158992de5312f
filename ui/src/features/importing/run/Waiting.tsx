import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunNow } from "../../../bindings/RunNow";
import { Sign } from "../../../components/Sign";
import { durationText, endedOnce, useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import styles from "./Run.module.css";

/** The shop is slow or away: why the run waits, and when it is tried again by itself. */
export function Waiting({ waiting }: { waiting: NonNullable<RunNow["waiting"]> }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const clock = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(clock);
  }, []);
  const seconds = Math.max(0, (new Date(waiting.again_at).getTime() - now) / 1000);
  return (
    <div className={styles.waiting} role="status">
      <Sign tone="careful">{said("errors", waiting.error.code, waiting.error.params)}</Sign>
      <Text size="sm">{endedOnce(t("importing.run.waiting", { time: durationText(t, manner, seconds) }))}</Text>
    </div>
  );
}
