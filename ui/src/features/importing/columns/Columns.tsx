import { SegmentedControl, Skeleton, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight, IconSearch } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { DraftShown } from "../../../bindings/DraftShown";
import { BackLink } from "../../../components/BackLink";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";
import { wordsOf } from "../joinedWords";
import { NoSku } from "../NoSku";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import { ColumnDetail } from "./ColumnDetail";
import { ColumnLine } from "./ColumnLine";
import own from "./Columns.module.css";
import { Constants } from "./Constants";
import { Overall } from "./Overall";
import { useDecide } from "./useDecide";

const route = getRouteApi("/import/$draft");

/** So few columns that came along are shown like the others. */
const FEW = 3;

type Which = "all" | "unmatched" | "doubtful";

function isShown(column: DraftColumn, which: Which): boolean {
  switch (which) {
    case "all":
      return true;
    case "unmatched":
      return column.field === null;
    case "doubtful":
      return column.field !== null && column.field === column.suggested && !column.is_sure;
  }
}

/** Columns without a field first, then the doubtful ones, then the others; within these as in the file. */
function rank(column: DraftColumn): number {
  return column.field === null ? 0 : isShown(column, "doubtful") ? 1 : 2;
}

/** By what a column is known again: where rows become products in another way, others stand in its place. */
function known(column: DraftColumn): string {
  return `${column.column} ${column.name}`;
}

/** What each column is for. */
export function Columns({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { goTo, error: going, isGoing } = useGoTo(draft);
  const columns = useAsk("drafts.columns", { draft: draft.draft });
  const { decide, error } = useDecide(draft);
  const narrowed = route.useSearch();
  const navigate = route.useNavigate();
  const which: Which = narrowed.which ?? "all";
  const [typed, setTyped] = useState(narrowed.text ?? "");
  const [settled] = useDebouncedValue(typed, 250);
  useEffect(() => {
    void navigate({ search: (present) => ({ ...present, text: settled || undefined }), replace: true });
  }, [settled, navigate]);
  const [chosen, setChosen] = useState<number | null>(null);
  // Where a column stands in the list is settled when the list opens: nothing jumps away from under the pointer.
  const [ranks] = useState(() => new Map<string, number>());

  const all = columns.data?.columns ?? [];
  for (const column of all) {
    if (!ranks.has(known(column))) {
      ranks.set(known(column), rank(column));
    }
  }
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (column: DraftColumn) =>
    [column.name, column.field ? said.field(column.field) : "", ...column.samples.slice(0, 5)].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    );
  const shown = all
    .filter((column) => isShown(column, which) && fits(column))
    .sort((one, other) => (ranks.get(known(one)) ?? 0) - (ranks.get(known(other)) ?? 0) || one.column - other.column);
  // What another platform's file has for itself is many columns that hardly anybody looks for: one line for all.
  const along = shown.filter(({ field, reason }) => field === null && reason.code === "came_along");
  const folds = which === "all" && wanted === "" && along.length > FEW;
  const [isOpen, fold] = useDisclosure(false);
  const Fold = isOpen ? IconChevronDown : IconChevronRight;
  const detail = all.find(({ column }) => column === chosen);
  const imported = all.filter(({ field }) => field !== null).length;
  const count = (kind: Which) => all.filter((column) => isShown(column, kind)).length;

  return (
    <div className={styles.step}>
      <div className={styles.body}>
        <section className={styles.main} aria-label={t("importing.columns.title")}>
          <div className={own.tools}>
            <TextInput
              className={own.search ?? ""}
              leftSection={<IconSearch size={16} aria-hidden="true" />}
              placeholder={t("importing.columns.search")}
              aria-label={t("importing.columns.search")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <SegmentedControl
              value={which}
              onChange={(value) =>
                void navigate({
                  search: (present) => ({
                    ...present,
                    which: value === "all" ? undefined : (value as Exclude<Which, "all">),
                  }),
                  replace: true,
                })
              }
              data={(["all", "unmatched", "doubtful"] as const).map((kind) => ({
                value: kind,
                label: t(`importing.columns.which_${kind}`, { count: count(kind) }),
              }))}
            />
          </div>
          <div className={own.list}>
            {!columns.data &&
              !columns.error &&
              [1, 2, 3, 4, 5, 6].map((line) => <Skeleton key={line} h={52} mb="xs" />)}
            {columns.error && <Problem error={columns.error} />}
            {folds && (
              <UnstyledButton className={own.along ?? ""} aria-expanded={isOpen} onClick={fold.toggle}>
                <Fold size={16} aria-hidden="true" /> {t("importing.columns.along", { count: along.length })}
              </UnstyledButton>
            )}
            {(folds ? [...(isOpen ? along : []), ...shown.filter((one) => !along.includes(one))] : shown).map(
              (column) => (
                <ColumnLine
                  kind={draft.kind}
                  key={column.column}
                  column={column}
                  isChosen={column.column === chosen}
                  wordsOf={wordsOf(draft, column)}
                  onChoose={() => setChosen(column.column)}
                  onField={(field) => decide([{ ...column, field }])}
                />
              ),
            )}
            {columns.data && shown.length === 0 && (
              <Text c="dimmed" p="lg">
                {typed ? t("everywhere.nothing_found", { text: typed }) : t(`importing.columns.none_${which}`)}
              </Text>
            )}
            {columns.data && which === "all" && !typed && (
              <Constants draft={draft} constants={columns.data.constants} columns={all} />
            )}
          </div>
        </section>
        <aside className={styles.aside}>
          {(error ?? going) && <Problem error={(error ?? going) as NonNullable<typeof error>} />}
          {detail ? (
            <>
              <BackLink label={t("importing.columns.to_overall")} onClick={() => setChosen(null)} />
              <ColumnDetail key={detail.column} draft={draft} column={detail} names={all.map(({ name }) => name)} />
            </>
          ) : (
            <>
              <NoSku draft={draft} columns={columns.data?.columns} />
              <Overall draft={draft} />
            </>
          )}
        </aside>
      </div>
      <Foot
        onBack={() => goTo("file")}
        main={{
          label: t("importing.columns.to_check"),
          onClick: () => goTo("check"),
          disabled: imported === 0,
          loading: isGoing,
        }}
        note={
          columns.data &&
          (imported === 0
            ? t("importing.columns.none_imported")
            : t("importing.decided.columns", { count: imported, of: all.length }))
        }
      />
    </div>
  );
}
