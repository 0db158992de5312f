import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { ReadSettings } from "../../../bindings/ReadSettings";
import type { Reason } from "../../../bindings/Reason";
import type { RepairCode } from "../../../bindings/RepairCode";
import type { RowsRead } from "../../../bindings/RowsRead";
import { Problem } from "../../../components/Problem";
import { useSaid } from "../../../lib/said";
import { DELIMITERS } from "./delimiters";
import styles from "./ReadOtherwise.module.css";
import { hasSheets, isWorkbook, sheetsOf, useReading } from "./useReading";

/** Encodings that tables come in; the label and how people call it. */
const ENCODINGS = [
  ["utf-8", "UTF-8"],
  ["utf-16le", "UTF-16"],
  ["windows-1252", "Windows-1252"],
  ["windows-1250", "Windows-1250"],
  ["windows-1251", "Windows-1251"],
  ["windows-1253", "Windows-1253"],
  ["windows-1254", "Windows-1254"],
  ["windows-1257", "Windows-1257"],
  ["iso-8859-2", "ISO 8859-2"],
  ["iso-8859-15", "ISO 8859-15"],
  ["macintosh", "Macintosh"],
  ["shift_jis", "Shift JIS"],
  ["gb18030", "GB 18030"],
  ["big5", "Big5"],
  ["euc-kr", "EUC-KR"],
] as const;

/** What cells may stand between; an empty text says that quotation marks have no meaning. */
const QUOTES = [
  ['"', "double"],
  ["'", "single"],
  ["", "none"],
] as const;

/** How the file is read, part by part, each with its reason; and the way to have it read otherwise. */
export function ReadOtherwise({ draft, rows }: { draft: DraftShown; rows: RowsRead }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { read, change } = useReading(draft);
  const { format } = rows;

  const why = (reason: Reason) => said("found", reason.code, Object.fromEntries(reason.params ?? []));
  const encoding = format.encoding;
  const known = ENCODINGS.map(([value, label]) => ({ value: value as string, label: label as string }));
  const present = encoding?.value.toLowerCase();
  const encodings =
    present && !known.some(({ value }) => value === present)
      ? [{ value: present, label: encoding?.value ?? present }, ...known]
      : known;

  return (
    <div className={styles.settings} aria-busy={read.isPending}>
      {format.sheet && !hasSheets(format) && (
        <Select
          label={t(isWorkbook(format) ? "importing.read.sheet" : "importing.read.part")}
          description={why(format.sheet.reason)}
          data={sheetsOf(
            t,
            format.sheets.map(({ name }) => name),
          )}
          value={format.sheet.value}
          allowDeselect={false}
          onChange={(sheet) => sheet && change({ sheet })}
        />
      )}
      {format.delimiter && (
        <Select
          label={t("importing.read.delimiter")}
          description={why(format.delimiter.reason)}
          data={Object.entries(DELIMITERS).map(([name, value]) => ({
            value,
            label: t(`importing.delimiter.${name}` as never),
          }))}
          value={format.delimiter.value}
          allowDeselect={false}
          onChange={(delimiter) => delimiter && change({ delimiter })}
        />
      )}
      {format.delimiter && (
        <Select
          label={t("importing.read.quote")}
          description={format.quote && why(format.quote.reason)}
          data={QUOTES.map(([value, name]) => ({ value, label: t(`importing.quote.${name}`) }))}
          value={format.quote?.value ?? ""}
          allowDeselect={false}
          onChange={(quote) => quote !== null && change({ quote })}
        />
      )}
      {encoding && (
        <Select
          label={t("importing.read.encoding")}
          description={why(encoding.reason)}
          data={encodings}
          value={present ?? null}
          searchable
          allowDeselect={false}
          onChange={(value) => value && change({ encoding: value })}
        />
      )}
      <NumberInput
        label={t("importing.read.header_row")}
        description={why(format.header_row.reason)}
        value={format.header_row.value}
        min={0}
        max={10_000}
        allowDecimal={false}
        onBlur={(event) => {
          const line = Number(event.currentTarget.value);
          if (Number.isInteger(line) && line !== format.header_row.value) {
            change({ header_row: line });
          }
        }}
      />
      <Sheets draft={draft} rows={rows} change={change} />
      <Joining draft={draft} rows={rows} change={change} />
      {read.error && (
        <div className={styles.problem}>
          <Problem error={read.error} />
        </div>
      )}
    </div>
  );
}

/** What becomes of merged cells and hidden rows, where the sheet has them. */
function Sheets({
  draft: { reading },
  rows,
  change,
}: {
  draft: DraftShown;
  rows: RowsRead;
  change: (reading: Partial<ReadSettings>) => void;
}) {
  const { t } = useTranslation();
  const has = (...codes: RepairCode[]) => rows.repairs.some(({ code }) => codes.includes(code));
  return (
    <>
      {(has("merged_cell", "merged_cell_filled") || reading.fill_merged) && (
        <Switch
          label={t("importing.read.fill_merged")}
          checked={reading.fill_merged ?? false}
          onChange={(event) => change({ fill_merged: event.currentTarget.checked || null })}
        />
      )}
      {(has("hidden_row", "hidden_row_left_out") || reading.skip_hidden_rows) && (
        <Switch
          label={t("importing.read.skip_hidden_rows")}
          checked={reading.skip_hidden_rows ?? false}
          onChange={(event) => change({ skip_hidden_rows: event.currentTarget.checked || null })}
        />
      )}
    </>
  );
}

/** How the rows of another platform's file become products. */
function Joining({
  draft,
  rows,
  change,
}: {
  draft: DraftShown;
  rows: RowsRead;
  change: (reading: Partial<ReadSettings>) => void;
}) {
  const { t } = useTranslation();
  const joining = draft.reading.joining ?? {};
  const isJoined = rows.joined !== null;
  if (!isJoined && !joining.rows_as_they_are) {
    return null;
  }
  const asked = new Set(rows.joined?.notices.map(({ asks }) => asks));
  const ofPrices = rows.joined?.notices.find(({ asks }) => asks === "price_kind");
  const kinds = [...new Set(ofPrices?.choices)];
  const taken = ofPrices?.params.kind;
  const decide = (decided: typeof joining) => change({ joining: { ...joining, ...decided } });
  return (
    <>
      <Switch
        label={t("importing.read.join_rows")}
        checked={isJoined}
        onChange={(event) => decide({ rows_as_they_are: event.currentTarget.checked ? null : true })}
      />
      {(asked.has("second_counts") || joining.second_counts) && (
        <Switch
          label={t("importing.read.second_counts")}
          checked={joining.second_counts ?? false}
          onChange={(event) => decide({ second_counts: event.currentTarget.checked || null })}
        />
      )}
      {(asked.has("image_base") || joining.image_base) && (
        <TextInput
          label={t("importing.read.image_base")}
          description={t("importing.read.image_base_about")}
          defaultValue={joining.image_base ?? ""}
          onBlur={(event) => {
            const base = event.currentTarget.value.trim() || null;
            if (base !== (joining.image_base ?? null)) {
              decide({ image_base: base });
            }
          }}
        />
      )}
      {kinds.length > 0 && (
        <Select
          label={t("importing.read.price_kind")}
          data={kinds}
          value={joining.price_kind ?? taken ?? null}
          allowDeselect={false}
          onChange={(kind) => kind && decide({ price_kind: kind })}
        />
      )}
      {(asked.has("add_tax") || joining.add_tax) && (
        <NumberInput
          label={t("importing.read.add_tax")}
          description={t("importing.read.add_tax_about")}
          defaultValue={joining.add_tax ?? ""}
          min={0}
          max={100}
          suffix=" %"
          onBlur={(event) => {
            const typed = event.currentTarget.value.replace("%", "").replace(",", ".").trim();
            const percent = typed && Number.isFinite(Number(typed)) ? typed : null;
            if (percent !== (joining.add_tax ?? null)) {
              decide({ add_tax: percent });
            }
          }}
        />
      )}
    </>
  );
}
