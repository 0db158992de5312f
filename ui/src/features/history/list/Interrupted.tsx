import { Button, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import { Problem } from "../../../components/Problem";
import { StoreGone } from "../../../components/StoreGone";
import { useDo } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { canGoOnWith, canUndo, doneOf, titleOf } from "../telling";
import styles from "./Interrupted.module.css";

/** So many are told of one by one. */
const MOST = 2;

/** Runs that something ended before they were done: what happened, and both ways out. */
export function Interrupted({ runs }: { runs: readonly RunReport[] }) {
  const { t } = useTranslation();
  if (runs.length === 0) {
    return null;
  }
  return (
    <section className={styles.all} aria-label={t("history.interrupted.all")}>
      {runs.slice(0, MOST).map((run) => (
        <One key={run.run} run={run} />
      ))}
      {runs.length > MOST && (
        <Link to="/history" search={{ stand: "open" }} className={styles.more}>
          {t("history.interrupted.more", { count: runs.length - MOST })}
        </Link>
      )}
    </section>
  );
}

function One({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const number = run.run ?? 0;
  return (
    <article className={styles.one}>
      <div className={styles.words}>
        <Link to="/history/$run" params={{ run: String(number) }} className={styles.title}>
          {t("history.interrupted.title", { what: titleOf(t, manner, run), store: nameOf(run.store) })}
        </Link>
        <HowFar run={run} />
      </div>
      <WaysOut run={run} />
    </article>
  );
}

/** How far it came, and that nothing is lost. */
export function HowFar({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const manner = useManner();
  const unknown = run.counts.unknown + run.terms.unknown;
  return (
    <>
      <Text size="sm">
        {t("history.interrupted.how_far", {
          when: manner.since(run.ended_at ?? run.at),
          done: manner.number(doneOf(run)),
          left: manner.number(run.pending),
        })}
      </Text>
      {unknown > 0 && <Text size="sm">{t("history.interrupted.unknown", { count: unknown })}</Text>}
      {run.store_gone ? (
        <StoreGone run={run} />
      ) : (
        <Text size="sm" c="dimmed">
          {t("history.interrupted.safe")}
        </Text>
      )}
    </>
  );
}

interface WaysOutProps {
  run: RunReport;
  /** Whether taking back is offered elsewhere on the page. */
  isOnlyOn?: boolean;
}

/** Going on with what was interrupted or stopped, or taking back what was done. */
export function WaysOut({ run, isOnlyOn = false }: WaysOutProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const goOn = useDo("runs.go_on");
  const number = run.run ?? 0;
  const params = { run: String(number) };
  return (
    <div className={styles.ways}>
      {!isOnlyOn && canUndo(run) && (
        <Button variant="default" onClick={() => void navigate({ to: "/history/$run/undo", params })}>
          {t("history.interrupted.take_back")}
        </Button>
      )}
      {run.pending > 0 && canGoOnWith(run) && (
        <Button
          leftSection={<IconPlayerPlay size={16} aria-hidden="true" />}
          loading={goOn.isPending}
          onClick={() =>
            goOn.mutate({ run: number }, { onSuccess: () => void navigate({ to: "/history/$run", params }) })
          }
        >
          {t("history.interrupted.go_on")}
        </Button>
      )}
      {goOn.error && (
        <div className={styles.problem}>
          <Problem error={goOn.error} />
        </div>
      )}
    </div>
  );
}
