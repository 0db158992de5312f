import { Button, Collapse, Select, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { JoinedFile } from "../../../bindings/JoinedFile";
import type { RepairCode } from "../../../bindings/RepairCode";
import type { RowsRead } from "../../../bindings/RowsRead";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { useLongDo } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import { fileName } from "../fileName";
import { Misfit } from "../Misfit";
import { delimiterCode } from "./delimiters";
import { ReadOtherwise } from "./ReadOtherwise";
import styles from "./Recognised.module.css";
import { SecondFile } from "./SecondFile";
import { hasSheets, isWorkbook, useReading } from "./useReading";

/** What the file was recognised as, in words; what was mended; and how to overrule it. */
export function Recognised({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const [isOpen, panel] = useDisclosure(false);
  const rows = draft.rows;
  return (
    <div className={styles.panel}>
      <div className={styles.top}>
        <div className={styles.words}>
          <Title order={2}>{fileName(t, draft)}</Title>
          {rows && <What rows={rows} size={draft.file.size} />}
          {draft.profile && !draft.misfit && (
            <Text size="sm" c="dimmed">
              {t("importing.file.by_profile", { name: draft.profile })}
            </Text>
          )}
        </div>
        {rows && draft.file.stands !== "gone" && (
          <Button
            variant="default"
            size="sm"
            leftSection={<IconAdjustmentsHorizontal size={16} />}
            aria-expanded={isOpen}
            onClick={panel.toggle}
          >
            {t("importing.file.otherwise")}
          </Button>
        )}
      </div>
      <Misfit draft={draft} />
      {rows && hasSheets(rows.format) && <SheetChoice draft={draft} rows={rows} />}
      {draft.file.stands !== "unchanged" && (
        <div className={styles.stands}>
          <Sign tone="careful">{t(`importing.file.stands_${draft.file.stands}`)}</Sign>
          {draft.file.stands === "changed" && <ReadAgain draft={draft} />}
        </div>
      )}
      {draft.edits.aside > 0 && <Sign tone="careful">{t("importing.edits_aside", { count: draft.edits.aside })}</Sign>}
      {rows?.failed && <Problem error={rows.failed} />}
      {rows?.recognised.rows_need_joining && !draft.kind && (
        <Sign tone="wrong">{t("importing.file.need_joining")}</Sign>
      )}
      {rows && !rows.recognised.has_products && !draft.kind && (
        <Sign tone="wrong">{t("importing.file.no_products")}</Sign>
      )}
      {rows?.joined && <Joined joined={rows.joined} isChosen={draft.second !== null} onAsked={panel.open} />}
      {rows && <Repairs rows={rows} onAsked={panel.open} />}
      <SecondFile draft={draft} />
      <Collapse expanded={isOpen}>{rows && <ReadOtherwise draft={draft} rows={rows} />}</Collapse>
    </div>
  );
}

/** Which sheet of a workbook is read: seen and chosen without opening anything. */
function SheetChoice({ draft, rows }: { draft: DraftShown; rows: RowsRead }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { read, change } = useReading(draft);
  const { sheet, sheets } = rows.format;
  return (
    <>
      <Select
        className={styles.sheet ?? ""}
        size="sm"
        label={t("importing.file.sheets", { count: sheets.length })}
        description={sheet && said("found", sheet.reason.code, Object.fromEntries(sheet.reason.params ?? []))}
        data={sheets.map(({ name }) => name)}
        value={sheet?.value ?? null}
        allowDeselect={false}
        disabled={read.isPending || draft.file.stands === "gone"}
        onChange={(name) => name && change({ sheet: name })}
      />
      {read.error && <Problem error={read.error} />}
    </>
  );
}

/** So few rows are counted before anybody has read how many there are. */
const FEW = 100;

function What({ rows, size }: { rows: RowsRead; size: number }) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const { platform, locale } = rows.recognised;
  const language = locale
    ? new Intl.DisplayNames(i18n.language, { type: "language" }).of(locale.split(/[-_]/)[0] ?? locale)
    : null;
  const recognised =
    platform && platform !== "plain_table"
      ? t(language ? "importing.file.is_in" : "importing.file.is", { what: said("words", platform), language })
      : t(language ? "importing.file.is_plain_in" : "importing.file.is_plain", { language });
  const delimiter = rows.format.delimiter ? delimiterCode(rows.format.delimiter.value) : null;
  const facts = [
    rows.is_complete || rows.estimated < FEW
      ? t("everywhere.rows", { count: rows.is_complete ? rows.count : rows.estimated })
      : t("importing.file.about_rows", { count: rows.estimated }),
    t("everywhere.columns", { count: rows.columns }),
    delimiter && t("importing.file.separated", { by: t(`importing.delimiter.${delimiter}_by` as never) }),
    isWorkbook(rows.format) &&
      !hasSheets(rows.format) &&
      t("importing.file.from_sheet", { sheet: rows.format.sheet?.value ?? "" }),
    // A number and its unit stay together.
    manner.size(size).replace(" ", "\u00a0"),
  ].filter(Boolean);
  return (
    <>
      <Text>{recognised}</Text>
      <Text size="sm" c="dimmed">
        {facts.join(" · ")}
      </Text>
    </>
  );
}

interface JoinedProps {
  joined: JoinedFile;
  /** Whether the user chose with what the rows are joined, which is shown on its own. */
  isChosen: boolean;
  onAsked: () => void;
}

/** What the rows of another platform's file came to, what it does not carry, and what is asked. */
function Joined({ joined, isChosen, onAsked }: JoinedProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const { rows, products, variations, images, notices, is_plain, shape, part } = joined;
  const code = is_plain ? "joined_plain" : shape ? "joined_shape" : "joined";
  return (
    <>
      <Text>{t(`importing.file.${code}`, { rows, products, variations, images })}</Text>
      {part && !isChosen && <Text size="sm">{t("importing.file.joined_part", { name: part })}</Text>}
      {notices.length > 0 && (
        <ul className={styles.repairs}>
          {notices.map(({ code, count, params, asks }) => (
            <li key={code}>
              <Sign tone="careful">
                {said("notices", code, { ...params, count: Number(count) })}{" "}
                {asks && (
                  <Button variant="subtle" size="compact-sm" onClick={onAsked}>
                    {t(`importing.read.${asks}` as never)}
                  </Button>
                )}
              </Sign>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Takes the file's rows as they are now. */
function ReadAgain({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const read = useLongDo("drafts.read_settings");
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={read.isPending}
        onClick={() =>
          read.mutate(
            { draft: draft.draft, reading: draft.reading },
            {
              onSuccess: () =>
                void queries.invalidateQueries({
                  predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts."),
                }),
            },
          )
        }
      >
        {t("importing.file.read_again")}
      </Button>
      {read.error && <Problem error={read.error} />}
    </>
  );
}

/** What is not mended unasked: the setting by which it would be. */
const ASKS: Partial<Record<RepairCode, string>> = {
  merged_cell: "fill_merged",
  hidden_row: "skip_hidden_rows",
};

function Repairs({ rows, onAsked }: { rows: RowsRead; onAsked: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  if (rows.repairs.length === 0) {
    return null;
  }
  return (
    <ul className={styles.repairs}>
      {rows.repairs.map(({ code, count, lines }) => (
        <li key={code}>
          <Sign tone="careful">
            {said("repairs", code, { count })}{" "}
            {lines.length > 0 && (
              <Text span inherit c="dimmed">
                {t("importing.file.lines", {
                  count: lines.length,
                  lines:
                    lines
                      .slice(0, 5)
                      .map((line) => manner.number(line))
                      .join(", ") + (count > 5 ? " …" : ""),
                })}
              </Text>
            )}
            {ASKS[code] && (
              <Button variant="subtle" size="compact-sm" onClick={onAsked}>
                {t(`importing.read.${ASKS[code]}` as never)}
              </Button>
            )}
          </Sign>
        </li>
      ))}
    </ul>
  );
}
