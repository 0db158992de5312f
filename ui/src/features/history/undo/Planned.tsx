import { SegmentedControl, Skeleton, Text, Title } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { Standing } from "../../../bindings/Standing";
import { BackLink } from "../../../components/BackLink";
import { ChangesGrid } from "../../../components/changes/ChangesGrid";
import { Differences } from "../../../components/changes/Differences";
import { TakeShown } from "../../../components/changes/TakeShown";
import { useChoosing } from "../../../components/changes/useChoosing";
import { whyOf } from "../../../components/changes/why";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { useAsk, useDo } from "../../../lib/asking";
import { undoText } from "../../../lib/counted";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import { useStoreName } from "../../../lib/storeName";
import { usePlatform } from "../../../platform/platform";
import run_styles from "../run/Run.module.css";
import type { UndoSearch } from "../search";
import { TextFilter } from "../TextFilter";
import { doneIn, titleOf } from "../telling";
import { choiceOfAll, decidedOf } from "./decisions";
import { EditedSince } from "./EditedSince";
import { Reckoning } from "./Reckoning";
import styles from "./Undo.module.css";
import { useEdited } from "./useEdited";

const route = getRouteApi("/history/$run/undo");

/** What the way back would do, record by record; records and fields can be left out before it is gone. */
export function Planned({ run, plan }: { run: number; plan: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const said = useSaid();
  const manner = useManner();
  const platform = usePlatform();
  const navigate = useNavigate();
  const search = route.useSearch();
  const params = { run: String(run) };
  const undone = useAsk("runs.show", { run });
  const report = useAsk("runs.show", { run: plan });
  const summary = useAsk("runs.summary", { run: plan });
  const stores = useAsk("stores.list", {});
  const choosing = useChoosing(plan);
  const edited = useEdited(plan, search.edited);
  const begin = useDo("runs.begin");
  const [chosen, setChosen] = useState<ChangeShown | null>(null);
  const why = useCallback((change: ChangeShown) => whyOf(t, said, change), [t, said]);
  const narrow = (change: UndoSearch) => {
    setChosen(null);
    void navigate({ to: "/history/$run/undo", params, search: { ...search, ...change }, replace: true });
  };

  const told = report.data;
  const count = told ? doneIn(told.counts) : 0;
  const terms = told ? doneIn(told.terms) : 0;
  const facts = stores.data?.find(({ name }) => name === told?.store)?.facts ?? undefined;
  const isPlanned = told?.status === "planned";
  const leave = () => {
    // A plan that nobody follows is taken away; whether it could be does not matter to who leaves.
    for (const one of [plan, search.edited]) {
      if (one !== undefined && isPlanned) {
        platform.ask("runs.discard", { run: one }).catch(() => {});
      }
    }
    void navigate({ to: "/history/$run", params });
  };
  const go = () =>
    begin.mutate(
      { run: plan },
      {
        onSuccess: () => {
          if (search.edited !== undefined) {
            platform.ask("runs.discard", { run: search.edited }).catch(() => {});
          }
          void navigate({ to: "/history/$run", params: { run: String(plan) }, replace: true });
        },
      },
    );
  const left = edited.all.filter((one) => decidedOf(one) === "leave").flatMap(({ back }) => back?.change ?? []);
  const isReady = isPlanned && count + terms > 0 && !begin.isPending && !choosing.isPending;
  const error = report.error ?? undone.error ?? summary.error ?? choosing.error ?? edited.error ?? begin.error;
  const unticked = summary.data ? summary.data.left_out - summary.data.left_edited : 0;
  const stays = told ? Math.max(0, told.counts.skipped + told.counts.conflict - unticked) : 0;
  const kinds = summary.data?.kinds;
  const parts = [
    {
      value: "back",
      label:
        unticked > 0
          ? t("history.undo.parts.back_of", { count, of: count + unticked })
          : t("history.undo.parts.back", { count }),
    },
    ...(edited.all.length > 0
      ? [{ value: "edited", label: t("history.undo.parts.edited", { count: edited.all.length }) }]
      : []),
    ...(stays > 0 ? [{ value: "stays", label: t("history.undo.parts.stays", { count: stays }) }] : []),
  ];
  const part = parts.some(({ value }) => value === search.part) ? search.part : undefined;
  // Before it is begun: what goes back or was unticked, and what stays for another reason.
  const standing: Standing | null = isPlanned ? (part === "stays" ? "closed" : "open") : null;
  const filter = { field: search.field ?? null, text: search.text ?? "", ...(standing && { standing }) };
  return (
    <div className={styles.room}>
      <header className={styles.header}>
        <Title order={1} className={run_styles.title ?? ""}>
          {undone.data ? (
            t("history.undo.title", { what: titleOf(t, manner, undone.data) })
          ) : (
            <Skeleton h={28} w={320} />
          )}
        </Title>
        {search.fields && (
          <Text size="sm" c="dimmed">
            {t("history.undo.only", { fields: manner.list(search.fields.map((field) => said.field(field))) })}
          </Text>
        )}
      </header>
      <div className={`${run_styles.body} ${styles.body}`}>
        <aside className={run_styles.aside} aria-label={t("history.run.overview")}>
          {error && <Problem error={error} />}
          {chosen ? (
            <>
              <BackLink label={t("history.run.to_overview")} onClick={() => setChosen(null)} />
              <Differences change={chosen} facts={facts} />
            </>
          ) : (
            <Reckoning
              report={told}
              summary={summary.data}
              edited={edited}
              field={search.field}
              onField={(field) => narrow({ field, part: undefined })}
              onTake={(field, take) => choosing.all(choiceOfAll(edited.all, field, take))}
              onPart={(part) => narrow({ part })}
            />
          )}
        </aside>
        <section className={run_styles.main} aria-label={t("history.run.records")}>
          {parts.length > 1 && (
            <div className={run_styles.tools}>
              <SegmentedControl
                aria-label={t("history.run.which")}
                value={part ?? "back"}
                onChange={(value) => narrow({ part: value === "back" ? undefined : (value as UndoSearch["part"]) })}
                data={parts}
              />
            </div>
          )}
          {part === "edited" ? (
            <EditedSince edited={edited} choosing={choosing} facts={facts} />
          ) : (
            <>
              <div className={run_styles.tools}>
                <TextFilter
                  className={run_styles.search ?? ""}
                  label={t("history.run.search")}
                  text={search.text}
                  onText={(text) => narrow({ text })}
                />
                {part === undefined && (
                  <TakeShown isPending={choosing.isPending} onTake={(take) => choosing.shown(filter, take, left)} />
                )}
              </div>
              <ChangesGrid
                key={part ?? "back"}
                run={plan}
                filter={{ action: null, ...filter, outcome: null }}
                facts={facts}
                version={choosing.version}
                onOpen={setChosen}
                {...(isPlanned ? { onTake: choosing.record } : {})}
                why={part === "stays" ? why : undefined}
              />
            </>
          )}
        </section>
      </div>
      <Foot
        onBack={leave}
        back={t("history.undo.leave")}
        note={told && (isPlanned ? t("history.undo.note", { store: nameOf(told.store) }) : t("history.undo.begun"))}
        main={
          isPlanned || !told
            ? {
                label:
                  count > 0 || terms === 0
                    ? told && count > 0
                      ? undoText(t, manner, told.counts, kinds)
                      : t("history.undo.go_nothing")
                    : t("history.undo.go_terms", { count: terms }),
                icon: <IconArrowBackUp size={18} aria-hidden="true" />,
                onClick: go,
                disabled: !isReady,
                loading: begin.isPending,
                changesShop: true,
              }
            : {
                label: t("history.undo.see"),
                onClick: () => void navigate({ to: "/history/$run", params: { run: String(plan) } }),
              }
        }
      />
    </div>
  );
}
