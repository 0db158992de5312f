import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunNow } from "../bindings/RunNow";
import { durationText, endedOnce, useManner } from "../lib/format";
import { useSaid } from "../lib/said";
import { Sign } from "./Sign";
import styles from "./Waiting.module.css";

/** Whether a run stands still because its shop is slow or away. */
export function isWaiting(now: RunNow | null | undefined): boolean {
  return Boolean(now?.waiting || now?.silent);
}

/** The shop is slow or away: why the run waits, and when it is tried again by itself. */
export function Waiting({ now }: { now: RunNow | null | undefined }) {
  const { t } = useTranslation();
  if (now?.waiting) {
    return <Known waiting={now.waiting} />;
  }
  return now?.silent ? (
    <div className={styles.waiting} role="status">
      <Sign tone="careful">{t("everywhere.silent")}</Sign>
    </div>
  ) : null;
}

function Known({ waiting }: { waiting: NonNullable<RunNow["waiting"]> }) {
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
      <Text size="sm">{endedOnce(t("everywhere.waiting", { time: durationText(t, manner, seconds) }))}</Text>
    </div>
  );
}
