import { Skeleton, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import { Copies } from "../../../components/Copies";
import { inOrder } from "../../../components/changes/values";
import { Decide } from "../../../components/Decide";
import { Problem } from "../../../components/Problem";
import { Sign, type Tone } from "../../../components/Sign";
import { StoreGone } from "../../../components/StoreGone";
import { Uploads } from "../../../components/Uploads";
import { useAsk } from "../../../lib/asking";
import { durationText, useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import { useStoreName } from "../../../lib/storeName";
import { HowFar, WaysOut } from "../list/Interrupted";
import type { Outcome, RunSearch } from "../search";
import { canGoOnWith, doneIn, doneOf, isGoing, titleOf, toneOf } from "../telling";
import { Facets } from "./Facets";
import { Going } from "./Going";
import styles from "./Overview.module.css";
import { useUndos } from "./useUndos";

interface OverviewProps {
  run: RunReport | undefined;
  number: number;
  search: RunSearch;
  onSearch: (change: RunSearch) => void;
}

/** What a run was, what became of it in numbers, and through which of them its records can be looked at. */
export function Overview({ run, number, search, onSearch }: OverviewProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const summary = useAsk("runs.summary", { run: number });
  if (!run) {
    return (
      <Stack>
        <Skeleton h={120} />
        <Skeleton h={160} />
        <Skeleton h={220} />
      </Stack>
    );
  }
  const { counts } = run;
  const goes = isGoing(run);
  const canGoOn = canGoOnWith(run);
  const done = doneIn(counts) - (run.status === "planned" ? 0 : counts.altered);
  const became: [Outcome, Tone, number][] = [
    ["applied", "good", run.status === "planned" ? 0 : done],
    ["altered", "careful", counts.altered],
    ["failed", "wrong", counts.failed + (run.pictures_refused ?? 0)],
    ["conflict", "careful", counts.conflict],
    // What is under way, or was when a run was interrupted, is still noted as sent.
    [goes || run.status === "interrupted" ? "sent" : "unknown", goes ? "quiet" : "careful", counts.unknown],
    ["skipped", "quiet", counts.skipped],
    ["planned", "quiet", run.status === "planned" ? done : run.pending],
  ];
  const terms = doneIn(run.terms);
  const rows = summary.data?.rejects ?? 0;
  const besides = [
    { key: "terms" as const, label: t("history.run.terms"), count: terms },
    { key: "rows" as const, label: t("history.run.rows"), count: rows },
  ].filter(({ count }) => count > 0);
  return (
    <>
      {goes ? <Going run={run} number={number} /> : <Sign tone={toneOf(run)}>{t(`history.status.${run.status}`)}</Sign>}
      {run.error && <Problem error={run.error} />}
      {canGoOn && (
        <section className={styles.stopped}>
          <HowFar run={run} />
          <WaysOut run={run} isOnlyOn />
        </section>
      )}
      <Uploads run={run} />
      <Decide run={run} />
      <Copies run={run} />
      <Facts run={run} number={number} />
      <Facets
        title={t("history.run.became")}
        entries={became
          .filter(([outcome, , count]) => count > 0 || outcome === search.outcome)
          .map(([outcome, tone, count]) => ({
            key: outcome,
            label: (
              <Sign tone={tone}>
                {goes && outcome === "sent" ? t("everywhere.outcome.sent") : t(`history.became.${outcome}`)}
              </Sign>
            ),
            count,
          }))}
        chosen={search.part === undefined ? search.outcome : undefined}
        onChoose={(outcome) => onSearch({ outcome: outcome as Outcome | undefined, part: undefined })}
      >
        {counts.unchanged > 0 && <Unchanged count={counts.unchanged} />}
      </Facets>
      <Facets
        title={t("history.run.besides")}
        entries={besides}
        chosen={search.part}
        onChoose={(part) =>
          onSearch({
            part: part as RunSearch["part"],
            outcome: undefined,
            action: undefined,
            field: undefined,
            text: undefined,
          })
        }
      />
      <Facets
        title={t("history.run.fields")}
        entries={inOrder(summary.data?.fields ?? [])
          .map(({ field, count, left_out: leftOut }) => ({
            key: field,
            label: said.field(field),
            count: count - leftOut,
          }))
          .filter(({ count }) => count > 0)}
        chosen={search.field}
        onChoose={(field) => onSearch({ field, part: undefined })}
      />
      {summary.error && <Problem error={summary.error} />}
    </>
  );
}

function Unchanged({ count }: { count: number }) {
  const { t } = useTranslation();
  const manner = useManner();
  return (
    <div className={styles.plain}>
      <Sign tone="quiet">{t("history.became.unchanged")}</Sign>
      <span>{manner.number(count)}</span>
    </div>
  );
}

/** What it was: into which shop, when, how long, with what. */
function Facts({ run, number }: { run: RunReport; number: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const by = useUndos(run, number);
  const facts: [string, ReactNode][] = [
    [t("history.run.store"), nameOf(run.store)],
    [t("history.run.when"), manner.moment(run.at)],
  ];
  if (run.seconds > 0 && !isGoing(run)) {
    facts.push([t("history.run.took"), durationText(t, manner, run.seconds)]);
  }
  if (run.profile) {
    facts.push([t("history.run.profile"), run.profile]);
  }
  if (run.undoes) {
    facts.push([t("history.run.undoes"), <ToRun key="undoes" run={run.undoes} />]);
  }
  if (by.length > 0) {
    facts.push([
      t("history.run.undone_by"),
      by.map((undo) => (
        <span key={undo.run} className={styles.undo}>
          <ToRun run={undo.run ?? 0} /> · {manner.since(undo.at)}
        </span>
      )),
    ]);
  }
  return (
    <section>
      <Title order={2} className={styles.facts_title ?? ""}>
        {t("history.number", { run: manner.number(number) })}
      </Title>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {run.reduced_at && (
        <p className={styles.note}>{t("history.run.reduced", { when: manner.moment(run.reduced_at) })}</p>
      )}
      {run.status !== "planned" && doneOf(run) + run.pending > 0 && !run.reduced_at && <StoreGone run={run} />}
    </section>
  );
}

function ToRun({ run }: { run: number }) {
  const { t } = useTranslation();
  const manner = useManner();
  const told = useAsk("runs.show", { run });
  return (
    <Link to="/history/$run" params={{ run: String(run) }} className={styles.link}>
      {told.data?.kind === "import" ? titleOf(t, manner, told.data) : t("history.number", { run: manner.number(run) })}
    </Link>
  );
}
