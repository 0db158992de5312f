import { Button, Progress, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { isWaiting, Waiting } from "../../../components/Waiting";
import { Working } from "../../../components/Working";
import { useAsk, useDo } from "../../../lib/asking";
import { leftText, useManner } from "../../../lib/format";
import { howFar } from "../../../lib/howFar";
import { useStoreName } from "../../../lib/storeName";
import { whileUnderWay } from "../../../lib/underWay";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import { NotBegun } from "./NotBegun";
import { PlanGone } from "./PlanGone";
import own from "./Run.module.css";
import { RunCounts } from "./RunCounts";

/** The run as it goes on: how far, how fast, what it is at; and how to pause or stop it. */
export function Run({ draft, run }: { draft: DraftShown; run: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const { goTo } = useGoTo(draft);
  const report = useAsk("runs.show", { run }, { again: whileUnderWay });
  const pause = useDo("runs.pause");
  const goOn = useDo("runs.go_on");
  const stop = useDo("runs.stop");
  const status = report.data?.status;
  const isOver = status === "completed" || status === "cancelled";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is over
  useEffect(() => {
    if (isOver) {
      goTo("result");
    }
  }, [isOver]);

  if (report.error?.code === "run_not_found") {
    return <PlanGone draft={draft} run={run} />;
  }
  const error = report.error ?? pause.error ?? goOn.error ?? stop.error;
  const shown = report.data;
  const now = shown?.now;
  if (shown && status === "planned" && !now) {
    return <NotBegun draft={draft} run={run} report={shown} />;
  }
  const isBeginning = status === "planned";
  const { done, total } = shown ? howFar(shown) : { done: 0, total: 0 };
  const rate = now ? now.per_second : null;
  const left = rate && total > done && !isWaiting(now) ? (total - done) / rate : null;
  // Where it waits, nothing is under way that a pause had to wait for.
  const isPaused = status === "paused" || status === "interrupted" || (now?.pausing === true && now.waiting !== null);
  const speed = (rate: number) =>
    rate < 1
      ? t("importing.run.rate_slow")
      : t("importing.run.rate", { rate: manner.number(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)) });
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.whole}`}>
        <section className={`${styles.main} ${own.sheet}`}>
          {error && <Problem error={error} />}
          {!shown && !error && <Working label={t("everywhere.loading")} />}
          {shown && (
            <div className={own.run}>
              <Title order={2} size="h1">
                {isBeginning && !isPaused
                  ? t("importing.run.beginning", { store: nameOf(shown.store) })
                  : isPaused
                    ? t("importing.run.paused", { store: nameOf(shown.store) })
                    : t("importing.run.running", { store: nameOf(shown.store) })}
              </Title>
              <Progress
                value={!isBeginning && total > 0 ? (100 * done) / total : 0}
                size="lg"
                animated={!isPaused && !isWaiting(now)}
                aria-label={t("importing.run.progress")}
              />
              <Text className={own.numbers ?? ""}>
                {isBeginning ? (
                  t("importing.run.nothing_sent")
                ) : (
                  <>
                    {t("everywhere.done_of", { done: manner.number(done), total: manner.number(total) })}
                    {left !== null && ` · ${leftText(t, manner, left)}`}
                    {rate !== null && ` · ${speed(rate)}`}
                  </>
                )}
              </Text>
              <Text c="dimmed" className={own.present ?? ""}>
                {now?.present && !isPaused ? t("importing.run.present", { label: now.present }) : "\u00a0"}
              </Text>
              <Waiting now={now} />
              {now?.pausing && !isPaused && <Sign tone="quiet">{t("importing.run.pausing")}</Sign>}
              {shown.error && status !== "running" && <Problem error={shown.error} />}
              {status === "interrupted" && <Sign tone="careful">{t("importing.run.interrupted")}</Sign>}
              {!isBeginning && <RunCounts report={shown} />}
              <Text c="dimmed" size="sm">
                {isPaused ? t("importing.run.can_close_paused") : t("importing.run.can_close")}
              </Text>
            </div>
          )}
        </section>
      </div>
      <Foot
        others={
          <Button variant="default" loading={stop.isPending} disabled={isOver} onClick={() => stop.mutate({ run })}>
            {isBeginning ? t("importing.run.do_not_begin") : t("importing.run.stop")}
          </Button>
        }
        main={
          isPaused
            ? { label: t("importing.run.go_on"), onClick: () => goOn.mutate({ run }), loading: goOn.isPending }
            : isBeginning
              ? undefined
              : {
                  label: t("importing.run.pause"),
                  onClick: () => pause.mutate({ run }),
                  loading: pause.isPending || (now?.pausing ?? false),
                  disabled: isOver || !shown,
                }
        }
        note={isBeginning ? undefined : t("importing.run.stop_note")}
      />
    </div>
  );
}
