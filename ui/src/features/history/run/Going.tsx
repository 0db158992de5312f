import { Button, Progress, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { isWaiting, Waiting } from "../../../components/Waiting";
import { useDo } from "../../../lib/asking";
import { leftText, useManner } from "../../../lib/format";
import { howFar } from "../../../lib/howFar";
import styles from "./Going.module.css";

/** A run that is under way: how far, how fast, what it waits for; and how to pause or stop it. */
export function Going({ run, number }: { run: RunReport; number: number }) {
  const { t } = useTranslation();
  const manner = useManner();
  const pause = useDo("runs.pause");
  const goOn = useDo("runs.go_on");
  const stop = useDo("runs.stop");
  const isPaused = run.status === "paused" || run.now?.pausing === true;
  const waits = isWaiting(run.now);
  const { done, total } = howFar(run);
  const rate = run.now ? (run.now.per_second ?? 0) : run.records_per_second;
  const left = !isPaused && !waits && rate > 0 && total > done ? (total - done) / rate : null;
  const error = pause.error ?? goOn.error ?? stop.error;
  return (
    <section className={styles.going} aria-label={t("history.status.running")}>
      <Sign tone="quiet">{isPaused ? t("history.status.paused") : t("history.status.running")}</Sign>
      <Progress
        value={total > 0 ? (100 * done) / total : 0}
        animated={!isPaused && !waits}
        aria-label={t("history.going.progress")}
      />
      <Text size="sm" className={styles.numbers ?? ""}>
        {t("everywhere.done_of", { done: manner.number(done), total: manner.number(total) })}
        {left !== null && ` · ${leftText(t, manner, left)}`}
      </Text>
      {run.now?.present && !isPaused && (
        <Text size="sm" c="dimmed" className={styles.present ?? ""}>
          {run.now.present}
        </Text>
      )}
      <Waiting now={run.now} />
      <div className={styles.ways}>
        {isPaused ? (
          <Button
            size="sm"
            leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
            loading={goOn.isPending}
            onClick={() => goOn.mutate({ run: number })}
          >
            {t("history.going.go_on")}
          </Button>
        ) : (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPlayerPause size={16} aria-hidden="true" />}
            loading={pause.isPending}
            onClick={() => pause.mutate({ run: number })}
          >
            {t("history.going.pause")}
          </Button>
        )}
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPlayerStop size={16} aria-hidden="true" />}
          loading={stop.isPending}
          onClick={() => stop.mutate({ run: number })}
        >
          {t("history.going.stop")}
        </Button>
      </div>
      {error && <Problem error={error} />}
    </section>
  );
}
