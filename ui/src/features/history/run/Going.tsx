import { Button, Progress, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { useDo } from "../../../lib/asking";
import { durationText, useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import { doneOf } from "../telling";
import styles from "./Going.module.css";

/** A run that is under way: how far, how fast, what it waits for; and how to pause or stop it. */
export function Going({ run, number }: { run: RunReport; number: number }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const pause = useDo("runs.pause");
  const goOn = useDo("runs.go_on");
  const stop = useDo("runs.stop");
  const isPaused = run.status === "paused" || run.now?.pausing === true;
  const { counts } = run;
  const done = doneOf(run) + counts.failed + counts.conflict + counts.unknown;
  const total = done + run.pending;
  const rate = run.now ? (run.now.per_second ?? 0) : run.records_per_second;
  const left = !isPaused && rate > 0 && run.pending > 0 ? run.pending / rate : null;
  const error = pause.error ?? goOn.error ?? stop.error;
  const waiting = run.now?.waiting;
  return (
    <section className={styles.going} aria-label={t("history.status.running")}>
      <Sign tone="quiet">{isPaused ? t("history.status.paused") : t("history.status.running")}</Sign>
      <Progress
        value={total > 0 ? (100 * done) / total : 0}
        animated={!isPaused}
        aria-label={t("history.going.progress")}
      />
      <Text size="sm" className={styles.numbers ?? ""}>
        {t("everywhere.done_of", { done: manner.number(done), total: manner.number(total) })}
        {left !== null && ` · ${t("history.going.left", { time: durationText(t, manner, left) })}`}
      </Text>
      {run.now?.present && !isPaused && (
        <Text size="sm" c="dimmed" className={styles.present ?? ""}>
          {run.now.present}
        </Text>
      )}
      {waiting && <Sign tone="careful">{said("errors", waiting.error.code, waiting.error.params)}</Sign>}
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
