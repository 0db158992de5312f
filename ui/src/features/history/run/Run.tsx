import { Button, Menu, Skeleton, Title } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowLeft, IconChevronDown, IconFilePlus, IconWorld } from "@tabler/icons-react";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { RunReport } from "../../../bindings/RunReport";
import { Problem } from "../../../components/Problem";
import { RowsOut } from "../../../components/RowsOut";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { whileUnderWay } from "../../../lib/underWay";
import type { RunSearch } from "../search";
import { canGoOnWith, canUndo, titleOf } from "../telling";
import { Changes } from "./Changes";
import { Detail } from "./Detail";
import { Overview } from "./Overview";
import styles from "./Run.module.css";
import { UndoFields } from "./UndoFields";
import { useRepeat } from "./useRepeat";
import { useUndos } from "./useUndos";

const route = getRouteApi("/history/$run");

/** One run: what it was, what became of it, record by record; and what can be done about it now. */
export function Run() {
  const { t } = useTranslation();
  const number = Number(route.useParams().run);
  // Another run is another page: nothing chosen stays chosen.
  return <Shown key={number} run={number} label={t("history.title")} />;
}

function Shown({ run, label }: { run: number; label: string }) {
  const manner = useManner();
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = useNavigate();
  const report = useAsk("runs.show", { run }, { again: whileUnderWay });
  const stores = useAsk("stores.list", {});
  const [chosen, setChosen] = useState<ChangeShown | null>(null);
  const repeat = useRepeat(report.data);
  const toHistory = () => void navigate({ to: "/history" });
  useHotkeys([["alt+ArrowLeft", toHistory]], []);
  const narrow = (change: RunSearch) => {
    setChosen(null);
    void navigate({
      to: "/history/$run",
      params: { run: String(run) },
      search: { ...search, ...change },
      replace: true,
    });
  };
  const told = report.data;
  // Of a store that was removed the run still knows its currency.
  const summary = useAsk("runs.summary", { run });
  const facts = (stores.data?.find(({ name }) => name === told?.store) ?? summary.data)?.facts ?? undefined;
  return (
    <div className={styles.room}>
      <header className={styles.header}>
        <div className={styles.names}>
          <Link to="/history" className={styles.back}>
            <IconArrowLeft size={16} aria-hidden="true" />
            {label}
          </Link>
          <Title order={1} className={styles.title ?? ""}>
            {told ? (
              titleOf(t, manner, told)
            ) : report.error ? (
              t("history.number", { run })
            ) : (
              <Skeleton h={28} w={280} />
            )}
          </Title>
        </div>
        {told && <Ways run={told} number={run} field={search.field} repeat={repeat} />}
      </header>
      {(report.error ?? repeat.error) && (
        <Problem
          error={(report.error ?? repeat.error) as NonNullable<typeof report.error>}
          action={
            report.error && (
              <Button size="compact-sm" onClick={toHistory}>
                {t("history.to_history")}
              </Button>
            )
          }
        />
      )}
      {!report.error && (
        <div className={styles.body}>
          <aside className={styles.aside} aria-label={t("history.run.overview")}>
            {chosen ? (
              <Detail run={told} change={chosen as ChangeShown} facts={facts} onBack={() => setChosen(null)} />
            ) : (
              <Overview run={told} number={run} search={search} onSearch={narrow} />
            )}
          </aside>
          <section className={styles.main} aria-label={t("history.run.records")}>
            {search.part === "rows" ? (
              <RowsOut run={run} onBack={() => narrow({ part: undefined })} />
            ) : (
              <Changes run={run} told={told} search={search} facts={facts} onSearch={narrow} onOpen={setChosen} />
            )}
          </section>
        </div>
      )}
    </div>
  );
}

interface WaysProps {
  run: RunReport;
  number: number;
  /** The field that its records are narrowed to. */
  field: string | undefined;
  repeat: ReturnType<typeof useRepeat>;
}

/** Doing it once more with another file, and taking it back. */
function Ways({ run, number, field, repeat }: WaysProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isUndone = useUndos(run, number).length > 0;
  const [asks, setAsks] = useState(false);
  const variant = canGoOnWith(run) || isUndone ? "default" : "filled";
  return (
    <div className={styles.ways}>
      {run.kind === "import" && (
        <Button
          variant="default"
          leftSection={<IconFilePlus size={18} aria-hidden="true" />}
          loading={repeat.isBeginning}
          onClick={repeat.begin}
        >
          {t("history.run.repeat")}
        </Button>
      )}
      {repeat.fetchAgain && (
        <Button
          variant="default"
          leftSection={<IconWorld size={18} aria-hidden="true" />}
          loading={repeat.isBeginning}
          onClick={repeat.fetchAgain}
        >
          {t("history.run.fetch_again")}
        </Button>
      )}
      {canUndo(run) && (
        <Button.Group>
          <Button
            variant={variant}
            leftSection={<IconArrowBackUp size={18} aria-hidden="true" />}
            onClick={() => void navigate({ to: "/history/$run/undo", params: { run: String(number) } })}
          >
            {run.kind === "undo" ? t("history.run.undo_undo") : t("history.run.undo")}
          </Button>
          {run.counts.update > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant={variant} className={styles.more ?? ""} px={8} aria-label={t("history.run.undo_more")}>
                  <IconChevronDown size={18} aria-hidden="true" />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setAsks(true)}>{t("history.run.undo_fields")}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </Button.Group>
      )}
      {asks && <UndoFields run={number} chosen={field} onClose={() => setAsks(false)} />}
    </div>
  );
}
