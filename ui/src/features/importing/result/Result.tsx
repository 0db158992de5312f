import { Button, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { Counts } from "../../../bindings/Counts";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RunReport } from "../../../bindings/RunReport";
import { BackLink } from "../../../components/BackLink";
import { Copies } from "../../../components/Copies";
import { ChangesGrid } from "../../../components/changes/ChangesGrid";
import { Differences } from "../../../components/changes/Differences";
import { whyOf } from "../../../components/changes/why";
import { Decide } from "../../../components/Decide";
import { Dialog } from "../../../components/Dialog";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { RowsOut } from "../../../components/RowsOut";
import { StoreGone } from "../../../components/StoreGone";
import { Uploads } from "../../../components/Uploads";
import { Working } from "../../../components/Working";
import { useAsk, useDo, useLongDo } from "../../../lib/asking";
import { counted, didText, undoneText, undoText } from "../../../lib/counted";
import { durationText, endedOnce, useManner } from "../../../lib/format";
import { howFar } from "../../../lib/howFar";
import { useSaid } from "../../../lib/said";
import { useStoreName } from "../../../lib/storeName";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import { Outcomes } from "./Outcomes";
import { Rejects } from "./Rejects";
import own from "./Result.module.css";

/** What was done, what failed and why, what the shop made of it; and the way back. */
export function Result({ draft, run }: { draft: DraftShown; run: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const said = useSaid();
  const manner = useManner();
  const navigate = useNavigate();
  const report = useAsk("runs.show", { run });
  const stores = useAsk("stores.list", {});
  const [chosen, setChosen] = useState<ChangeShown | null>(null);
  const [narrowed, setOutcome] = useState<string | null>();
  const remove = useDo("drafts.remove");
  const summary = useAsk("runs.summary", { run });
  const why = useCallback((change: ChangeShown) => whyOf(t, said, change), [t, said]);
  const shown = report.data;
  // Who wanted to be asked sees first what there is to decide.
  const isAsked = shown?.asks && shown.counts.conflict > 0 && !shown.decided_by;
  const outcome = narrowed === undefined ? (isAsked ? "conflict" : null) : narrowed;
  // Rows that stayed out never became changes: they are shown as they were read.
  const showsRows = outcome === "skipped" && (summary.data?.rejects ?? 0) > 0;
  const facts = stores.data?.find(({ name }) => name === draft.store)?.facts ?? undefined;
  const done = shown ? shown.counts.create + shown.counts.update + shown.counts.delete : 0;
  const error = report.error ?? remove.error;
  const what =
    shown &&
    (titleOf(shown) === "undone"
      ? counted(t, manner, done, summary.data?.kinds)
      : didText(t, manner, shown.counts, summary.data?.kinds));
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.left}`}>
        <aside className={styles.aside}>
          {error && <Problem error={error} />}
          {!shown && !error && <Working label={t("everywhere.loading")} />}
          {shown && !chosen && (
            <>
              <div>
                <Title order={2} size="h1">
                  {t(done === 0 ? `importing.result.nothing.${titleOf(shown)}` : `importing.result.${titleOf(shown)}`, {
                    store: nameOf(shown.store),
                    what,
                  })}
                </Title>
                <Text c="dimmed" size="sm">
                  {endedOnce(t("importing.result.took", { time: durationText(t, manner, shown.seconds) }))}
                </Text>
              </div>
              <Outcomes counts={withPictures(shown)} chosen={outcome} onChoose={setOutcome} />
              <Uploads run={shown} />
              <Decide run={shown} />
              <Copies run={shown} />
              <Rejects run={run} />
              <GoOn draft={draft} report={shown} run={run} />
              {shown.undone && (
                <Link to="/history/$run" params={{ run: String(shown.undone.by) }} className={own.undone}>
                  {undoneText(t, manner, shown)}
                </Link>
              )}
              {done > 0 && (shown.store_gone ? <StoreGone run={shown} /> : <Undo report={shown} run={run} />)}
            </>
          )}
          {chosen && (
            <>
              <BackLink label={t("importing.changes.to_overview")} onClick={() => setChosen(null)} />
              <Differences change={chosen} facts={facts}>
                <Decide run={shown} change={chosen} />
              </Differences>
            </>
          )}
        </aside>
        <section className={styles.main}>
          {showsRows ? (
            <RowsOut run={run} onBack={() => setOutcome(null)} />
          ) : (
            <>
              {outcome && (
                <div className={own.tools}>
                  <Button
                    variant="subtle"
                    leftSection={<IconX size={16} aria-hidden="true" />}
                    onClick={() => setOutcome(null)}
                  >
                    {t("importing.result.show_all")}
                  </Button>
                </div>
              )}
              <ChangesGrid
                run={run}
                filter={{ action: null, field: null, text: "", outcome }}
                facts={facts}
                version={0}
                onOpen={setChosen}
                why={outcome ? why : undefined}
              />
            </>
          )}
        </section>
      </div>
      <Foot
        main={{
          label: t("importing.result.finish"),
          loading: remove.isPending,
          onClick: () => remove.mutate({ draft: draft.draft }, { onSuccess: () => void navigate({ to: "/" }) }),
        }}
        note={t("importing.result.in_history")}
      />
    </div>
  );
}

/** A picture that the shop does not take is a failure beside its product, which went in. */
function withPictures({ counts, pictures_refused }: RunReport): Counts {
  return { ...counts, failed: counts.failed + (pictures_refused ?? 0) };
}

/** Which sentence says what came of it. */
function titleOf({ status, kind }: RunReport): "stopped" | "undone" | "done" {
  return status === "cancelled" ? "stopped" : kind === "undo" ? "undone" : "done";
}

/** Of a run that was stopped: how much is left, and going on with it. */
function GoOn({ draft, report, run }: { draft: DraftShown; report: RunReport; run: number }) {
  const { t } = useTranslation();
  const manner = useManner();
  const { goTo, error: going } = useGoTo(draft);
  const goOn = useDo("runs.go_on");
  const { done, total } = howFar(report);
  const error = goOn.error ?? going;
  if (report.status !== "cancelled" || report.pending === 0 || report.store_gone) {
    return null;
  }
  return (
    <div className={own.undo}>
      <Text>
        {t("importing.result.how_far", {
          done: manner.number(done),
          total: manner.number(total),
          left: manner.number(total - done),
        })}
      </Text>
      {error && <Problem error={error} />}
      <Button
        leftSection={<IconPlayerPlay size={18} />}
        loading={goOn.isPending}
        onClick={() => goOn.mutate({ run }, { onSuccess: () => goTo("run", { run }) })}
      >
        {t("importing.run.go_on")}
      </Button>
    </div>
  );
}

/** Plans the way back, shows what it comes to, and goes it when that is agreed to. */
function Undo({ report, run }: { report: RunReport; run: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const navigate = useNavigate();
  const begin = useDo("runs.begin");
  const [isOpen, dialog] = useDisclosure(false);
  const plan = useLongDo("undo.plan");
  const back = plan.data?.counts;
  const count = back ? back.create + back.update + back.delete : 0;
  const planned = plan.data?.run;
  const manner = useManner();
  const summary = useAsk("runs.summary", { run: planned ?? 0 }, { enabled: typeof planned === "number" });
  const what = counted(t, manner, count, summary.data?.kinds);
  const error = plan.error ?? begin.error;
  return (
    <div className={own.undo}>
      <Button
        variant="default"
        leftSection={<IconArrowBackUp size={18} />}
        onClick={() => {
          dialog.open();
          plan.mutate({ run });
        }}
      >
        {report.kind === "undo" ? t("importing.undo.again") : t("importing.undo.open")}
      </Button>
      <Dialog opened={isOpen} onClose={dialog.close} title={t("importing.undo.title", { store: nameOf(report.store) })}>
        <div className={own.dialog}>
          {plan.isPending && (
            <Working label={t("importing.undo.planning")} progress={plan.progress} onStop={plan.stop} />
          )}
          {error && <Problem error={error} />}
          {back && (
            <>
              <Text>
                {t(count === 0 ? "importing.undo.would_nothing" : "importing.undo.would", {
                  what,
                  store: nameOf(report.store),
                })}
              </Text>
              {back.conflict > 0 && <Text>{t("importing.undo.conflicts", { count: back.conflict })}</Text>}
              <div className={own.ways}>
                <Button variant="default" onClick={dialog.close}>
                  {t("everywhere.cancel")}
                </Button>
                <Button
                  disabled={count === 0}
                  loading={begin.isPending}
                  onClick={() => {
                    const undo = plan.data?.run;
                    if (undo) {
                      // The way back has a page of its own: what the import came to stays here.
                      const onSuccess = () => void navigate({ to: "/history/$run", params: { run: String(undo) } });
                      begin.mutate({ run: undo }, { onSuccess });
                    }
                  }}
                >
                  {undoText(t, manner, back, summary.data?.kinds)}
                </Button>
              </div>
            </>
          )}
        </div>
      </Dialog>
    </div>
  );
}
