import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleX, IconInfoCircle, IconWand } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftIssues } from "../../../bindings/DraftIssues";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { Fix } from "../../../bindings/Fix";
import { AFTER_ROWS } from "../../../components/grid/kinds";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { Working } from "../../../components/Working";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { saidOfKind, useSaid } from "../../../lib/said";
import { NoSku } from "../NoSku";
import styles from "./Check.module.css";
import { OF_PICTURE_FILES, PictureFolder } from "./PictureFolder";
import type { Checking } from "./useChecking";

const ICONS = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle };

export interface IssueName {
  code: string;
  column: number | null;
}

interface IssuesProps {
  draft: DraftShown;
  checking: Checking;
  chosen: IssueName | null;
  /** Somebody is about to choose it. */
  onReach: (issue: IssueName) => void;
  onChoose: (issue: IssueName | null) => void;
  onFix: (code: string, column: number | null) => void;
  /** Writes one text into the cells of all rows that have an issue in a column. */
  onWriteAll: (code: string, column: number, text: string) => void;
  /** From now on such proposals are taken, in this file and in those of its profile. */
  onTake: (code: string) => void;
  isFixing: boolean;
}

/** What is wrong or doubtful, counted by kind; choosing one shows only the rows concerned. */
export function Issues({
  draft,
  checking,
  chosen,
  onReach,
  onChoose,
  onFix,
  onWriteAll,
  onTake,
  isFixing,
}: IssuesProps) {
  const { t } = useTranslation();
  const { checked, isChecking, isWaitingForRows, progress, stop, error, again } = checking;
  const known = useAsk("drafts.columns", { draft: draft.draft }).data?.columns;
  const columns = known ?? [];
  return (
    <Stack gap="md">
      {error && <Problem error={error} />}
      {isWaitingForRows && <Working label={t("importing.check.reading")} />}
      {isChecking && <Working label={t("importing.check.checking")} progress={progress} onStop={stop} />}
      {checked && !isChecking && <Verdict checked={checked} />}
      {checked && !checked.is_current && !isChecking && (
        <Button variant="default" onClick={again}>
          {t("importing.check.again")}
        </Button>
      )}
      <NoSku draft={draft} columns={known} />
      <Lost draft={draft} />
      {checked && checked.issues.length > 0 && (
        <section>
          <Title order={3} mb="xs">
            {t("importing.check.kinds")}
          </Title>
          <ul className={styles.issues}>
            {checked.issues.map((issue) => (
              <Kind
                key={`${issue.code}/${issue.column}`}
                draft={draft}
                onMended={again}
                issue={issue}
                column={issue.column === null ? undefined : columns[issue.column]?.name}
                isChosen={issue.code === chosen?.code && issue.column === chosen.column}
                onReach={onReach}
                onChoose={onChoose}
                onFix={onFix}
                onWriteAll={onWriteAll}
                onTake={onTake}
                clears={draft.blank === "clear"}
                isFixing={isFixing}
              />
            ))}
          </ul>
        </section>
      )}
      {draft.pictures_from && checked && !checked.issues.some(({ code }) => OF_PICTURE_FILES.has(code)) && (
        <PictureFolder draft={draft} onChosen={again} />
      )}
    </Stack>
  );
}

/** What was lost when the rows of another platform's file were joined: rows no longer show it. */
const LOST = new Set(["sku_repeated", "skus_not_assigned"]);

/** SKUs that the rows had before they were joined, and have no longer. */
function Lost({ draft }: { draft: DraftShown }) {
  const said = useSaid();
  return (draft.rows?.joined?.notices ?? [])
    .filter(({ code }) => LOST.has(code))
    .map(({ code, count, params }) => (
      <Sign key={code} tone="careful">
        {said("notices", code, { ...params, count: Number(count) })}
      </Sign>
    ));
}

function Verdict({ checked }: { checked: NonNullable<Checking["checked"]> }) {
  const { t } = useTranslation();
  const { rows, rows_out: out, rows_doubtful: doubtful } = checked;
  return (
    <Stack gap={4}>
      <Title order={2}>
        {out === 0 ? t("importing.check.all_good", { rows }) : t("importing.check.some_out", { out, rows })}
      </Title>
      {doubtful > 0 && <Sign tone="careful">{t("importing.check.doubtful", { rows: doubtful })}</Sign>}
      {out > 0 && out < rows && (
        <Text size="sm" c="dimmed">
          {t("importing.check.out_about")}
        </Text>
      )}
    </Stack>
  );
}

/** Sentences that are as long as the names in them, which are the file's. */
const LISTS = new Set(["columns_not_imported"]);

const theirs = (title: string) => ({ title, "data-theirs": true });

interface KindProps extends Pick<IssuesProps, "onReach" | "onChoose" | "onFix" | "onWriteAll" | "onTake" | "isFixing"> {
  /** Whether an empty cell empties the field in the shop. */
  clears: boolean;
  issue: DraftIssues;
  column: string | undefined;
  isChosen: boolean;
  draft: DraftShown;
  /** Something was decided that mends issues of the kind. */
  onMended: () => void;
}

function Kind({
  draft,
  issue,
  column,
  isChosen,
  onMended,
  onReach,
  onChoose,
  onFix,
  onWriteAll,
  onTake,
  clears,
  isFixing,
}: KindProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const Icon = ICONS[issue.severity];
  const sentence = saidOfKind(said, issue);
  // What can be done about it is drawn once the rows are.
  const [isOpen] = useDebouncedValue(isChosen, AFTER_ROWS);
  return (
    <li>
      <button
        type="button"
        className={styles.kind}
        aria-pressed={isChosen}
        onPointerDown={() => !isChosen && onReach(issue)}
        onFocus={() => !isChosen && onReach(issue)}
        onClick={() => onChoose(isChosen ? null : { code: issue.code, column: issue.column })}
      >
        <Icon size={17} className={styles[issue.severity]} aria-label={t(`importing.check.${issue.severity}`)} />
        <span className={styles.sentence}>
          <span className={isChosen ? undefined : styles.short} {...(LISTS.has(issue.code) && theirs(sentence))}>
            {sentence}
          </span>
          {column && <small>{t("importing.check.in_column", { column })}</small>}
        </span>
        <span className={styles.count}>{manner.number(issue.count)}</span>
      </button>
      {isChosen && isOpen && (
        <div className={styles.fix}>
          {said.knows("hints", issue.code) && (
            <Text size="sm" c="dimmed" mb="xs">
              {said("hints", issue.code, issue.params)}
            </Text>
          )}
          {OF_PICTURE_FILES.has(issue.code) && <PictureFolder draft={draft} onChosen={onMended} />}
          {issue.fix === "clear" && issue.column !== null && issue.count <= MOST && (
            <OneValue
              count={issue.count}
              isFixing={isFixing}
              onWrite={(text) => onWriteAll(issue.code, issue.column as number, text)}
            />
          )}
          {issue.fix === "clear" && (
            <Text size="sm" c="dimmed" mb="xs">
              {t(clears ? "importing.check.clear_clear" : "importing.check.clear_keep")}
            </Text>
          )}
          {issue.fix && (
            <Group gap="xs">
              <Button
                size="compact-sm"
                variant="light"
                leftSection={<IconWand size={15} />}
                loading={isFixing}
                onClick={() => onFix(issue.code, issue.column)}
              >
                <FixWords fix={issue.fix} count={issue.count} />
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => onTake(issue.code)}>
                {t("importing.check.always")}
              </Button>
            </Group>
          )}
        </div>
      )}
    </li>
  );
}

/** So many cells are written over at once. */
const MOST = 10_000;

/** One text for all cells that have the same trouble. */
function OneValue({ count, isFixing, onWrite }: { count: number; isFixing: boolean; onWrite: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  return (
    <form
      className={styles.value}
      onSubmit={(event) => {
        event.preventDefault();
        onWrite(text.trim());
      }}
    >
      <TextInput
        size="xs"
        label={t("importing.check.one_value")}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="compact-sm" variant="light" disabled={text.trim() === ""} loading={isFixing}>
        {t("importing.check.write_all", { count })}
      </Button>
    </form>
  );
}

function FixWords({ fix, count }: { fix: Fix; count: number }) {
  const { t } = useTranslation();
  return fix === "clear" ? t("importing.check.fix_clear", { count }) : t("importing.check.fix_cells", { count });
}
