import { Button, SegmentedControl } from "@mantine/core";
import { useThrottledValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../../bindings/Action";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { RunReport } from "../../../bindings/RunReport";
import type { StoreFacts } from "../../../bindings/StoreFacts";
import { ChangesGrid } from "../../../components/changes/ChangesGrid";
import { whyOf } from "../../../components/changes/why";
import { useSaid } from "../../../lib/said";
import type { RunSearch } from "../search";
import { TextFilter } from "../TextFilter";
import { doneOf } from "../telling";
import styles from "./Run.module.css";

interface ChangesProps {
  run: number;
  told: RunReport | undefined;
  search: RunSearch;
  facts: StoreFacts | undefined;
  onSearch: (change: RunSearch) => void;
  onOpen: (change: ChangeShown) => void;
}

/** What became of these asks for a reason more than for values. */
const WANTS_REASON: readonly (string | undefined)[] = ["failed", "skipped", "conflict", "unknown"];
/** While a run goes on, its records are asked for again so often, in milliseconds. */
const PAUSE = 2000;

/** The records of a run, old and new side by side. */
export function Changes({ run, told, search, facts, onSearch, onOpen }: ChangesProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const done = told && doneOf(told) + told.counts.failed + told.counts.conflict + told.counts.skipped;
  const version = useThrottledValue(done, PAUSE);
  const why = useCallback((change: ChangeShown) => whyOf(t, said, change), [t, said]);
  const { counts } = told ?? {};
  const kinds: [Action, number][] = counts
    ? [
        ["update", counts.update],
        ["create", counts.create],
        ["delete", counts.delete],
      ]
    : [];
  const shown = kinds.filter(([kind, count]) => count > 0 || kind === search.action).map(([kind]) => kind);
  const isNarrowed = Object.values(search).some((one) => one !== undefined);
  return (
    <>
      <div className={styles.tools}>
        <TextFilter
          className={styles.search ?? ""}
          label={t("history.run.search")}
          text={search.text}
          onText={(text) => onSearch({ text })}
        />
        {(shown.length > 1 || search.action) && (
          <SegmentedControl
            aria-label={t("history.run.which")}
            value={search.action ?? "all"}
            onChange={(value) => onSearch({ action: value === "all" ? undefined : (value as Action) })}
            data={[
              { value: "all", label: t("history.run.all") },
              ...shown.map((value) => ({ value, label: t(`everywhere.action.${value}`) })),
            ]}
          />
        )}
        {isNarrowed && (
          <Button
            variant="subtle"
            leftSection={<IconX size={16} aria-hidden="true" />}
            onClick={() =>
              onSearch({ part: undefined, action: undefined, field: undefined, outcome: undefined, text: undefined })
            }
          >
            {t("history.find.show_all")}
          </Button>
        )}
      </div>
      <ChangesGrid
        run={run}
        filter={{
          action: search.action ?? null,
          field: search.field ?? null,
          text: search.text ?? "",
          outcome: search.outcome ?? null,
          terms: search.part === "terms",
        }}
        facts={facts}
        version={version}
        onOpen={onOpen}
        why={WANTS_REASON.includes(search.outcome) ? why : undefined}
      />
    </>
  );
}
