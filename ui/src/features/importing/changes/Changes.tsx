import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../../bindings/Action";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { DraftShown } from "../../../bindings/DraftShown";
import { BackLink } from "../../../components/BackLink";
import { ChangesGrid } from "../../../components/changes/ChangesGrid";
import { Differences } from "../../../components/changes/Differences";
import { TakeShown } from "../../../components/changes/TakeShown";
import { useChoosing } from "../../../components/changes/useChoosing";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { RowsOut } from "../../../components/RowsOut";
import { useAsk, useDo } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { PlanGone } from "../run/PlanGone";
import { useBegin } from "../run/useBegin";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import own from "./Changes.module.css";
import { goLabel, plannedIn } from "./goLabel";
import { Overview } from "./Overview";

const route = getRouteApi("/import/$draft");
const ACTIONS: readonly (Action | "all")[] = ["all", "update", "create", "trash", "delete"];

/** What would happen in the shop, record by record, before anything happens. */
export function Changes({ draft, run }: { draft: DraftShown; run: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const { goTo, error: going } = useGoTo(draft);
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const toStart = useNavigate();
  const report = useAsk("runs.show", { run });
  const summary = useAsk("runs.summary", { run });
  const stores = useAsk("stores.list", {});
  const { begin, isBeginning, error: beginning } = useBegin(draft);
  const choose = useChoosing(run);
  const [chosen, setChosen] = useState<ChangeShown | null>(null);
  const [typed, setTyped] = useState(filter.text ?? "");
  const [text] = useDebouncedValue(typed, 250);
  useEffect(() => {
    void navigate({ search: (present) => ({ ...present, text: text || undefined }), replace: true });
  }, [text, navigate]);

  const counts = report.data?.counts;
  const facts = stores.data?.find(({ name }) => name === draft.store)?.facts ?? undefined;
  const count = report.data ? plannedIn(report.data) : 0;
  const remove = useDo("drafts.remove");
  // Where somebody left everything out, ticks bring it back; where there is nothing, that was it.
  const leftOut = summary.data ? summary.data.left_out + summary.data.fields.length : null;
  const isNothing = report.data !== undefined && count === 0 && leftOut === 0;
  const finish = () => remove.mutate({ draft: draft.draft }, { onSuccess: () => void toStart({ to: "/" }) });
  const error = report.error ?? summary.error ?? going ?? beginning ?? choose.error ?? remove.error;
  // What the step before has shown needs no second showing.
  const checked = useAsk("drafts.checked", { draft: draft.draft });
  const isTold = new Set(checked.data?.issues.map(({ code }) => code));
  const doubts = checked.isPending
    ? []
    : (summary.data?.issues ?? []).filter(({ code, severity }) => severity === "warning" && !isTold.has(code));
  const issue = doubts.some(({ code }) => code === filter.issue) ? filter.issue : undefined;
  const shown = {
    action: filter.action ?? null,
    field: filter.field ?? null,
    text: filter.text ?? "",
    ...(issue && { issue }),
  };
  const showRows = (isWanted: boolean) =>
    void navigate({ search: (present) => ({ ...present, part: isWanted ? "rows" : undefined }), replace: true });
  const columns = useAsk("drafts.columns", { draft: draft.draft }).data?.columns ?? [];
  const known = ["sku", "name"].flatMap((field) =>
    columns.filter((one) => one.field === field).map((one) => one.column),
  );
  if (report.error?.code === "run_not_found") {
    return <PlanGone draft={draft} run={run} />;
  }
  const shownActions = ACTIONS.filter((action) => action === "all" || hasAny(action, counts));
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.left}`}>
        <aside className={styles.aside}>
          {error && <Problem error={error} />}
          {chosen ? (
            <>
              <BackLink label={t("importing.changes.to_overview")} onClick={() => setChosen(null)} />
              <Differences change={chosen} facts={facts} />
            </>
          ) : (
            <Overview
              report={report.data}
              summary={summary.data}
              field={filter.field}
              onField={(field) => void navigate({ search: (present) => ({ ...present, field }), replace: true })}
              onTake={choose.fields}
              onSkipped={() => showRows(filter.part !== "rows")}
              isSkippedOpen={filter.part === "rows"}
              doubts={doubts}
              issue={issue}
              onIssue={(issue) =>
                void navigate({ search: (present) => ({ ...present, issue, part: undefined }), replace: true })
              }
            />
          )}
        </aside>
        <section className={styles.main} aria-label={t("importing.changes.title")}>
          {filter.part === "rows" ? (
            <RowsOut
              run={run}
              first={known}
              title={(rows) => t("importing.changes.skipped_rows", { count: rows })}
              onBack={() => showRows(false)}
            />
          ) : (
            <>
              <div className={own.tools}>
                <TextInput
                  className={own.search ?? ""}
                  leftSection={<IconSearch size={16} aria-hidden="true" />}
                  placeholder={t("importing.changes.search")}
                  aria-label={t("importing.changes.search")}
                  value={typed}
                  onChange={(event) => setTyped(event.currentTarget.value)}
                />
                {shownActions.length > 2 && (
                  <SegmentedControl
                    value={filter.action ?? "all"}
                    onChange={(value) =>
                      void navigate({
                        search: (present) => ({ ...present, action: value === "all" ? undefined : (value as Action) }),
                        replace: true,
                      })
                    }
                    data={shownActions.map((action) => ({ value: action, label: t(`importing.action.${action}`) }))}
                  />
                )}
                <TakeShown isPending={choose.isPending} onTake={(take) => choose.shown(shown, take)} />
              </div>
              <ChangesGrid
                run={run}
                filter={shown}
                facts={facts}
                version={choose.version}
                onOpen={setChosen}
                onTake={choose.record}
              />
            </>
          )}
        </section>
      </div>
      <Foot
        onBack={() => goTo("check")}
        main={
          isNothing
            ? { label: t("importing.changes.finish"), onClick: finish, loading: remove.isPending }
            : {
                label: report.data ? goLabel(t, manner, report.data, summary.data?.kinds) : t("importing.changes.go"),
                onClick: () => begin(run, count),
                disabled: count === 0 || !report.data,
                loading: isBeginning,
                changesShop: true,
              }
        }
        note={
          counts &&
          (isNothing
            ? t(counts.skipped > 0 ? "importing.changes.nothing_of_the_rest" : "importing.changes.nothing")
            : count === 0
              ? t("importing.changes.none_ticked")
              : t("importing.changes.note", {
                  store: nameOf(draft.store ?? ""),
                  unchanged: manner.number(counts.unchanged),
                }))
        }
      />
    </div>
  );
}

function hasAny(action: Action, counts: { create: number; update: number; delete: number } | undefined): boolean {
  switch (action) {
    case "create":
      return (counts?.create ?? 0) > 0;
    case "update":
      return (counts?.update ?? 0) > 0;
    case "trash":
      return (counts?.delete ?? 0) > 0;
    default:
      return false;
  }
}
