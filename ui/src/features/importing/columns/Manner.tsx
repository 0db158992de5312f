import { Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { Markup } from "../../../bindings/Markup";
import type { Notation } from "../../../bindings/Notation";
import type { TruthLanguage } from "../../../bindings/TruthLanguage";
import type { Unit } from "../../../bindings/Unit";
import { useManner } from "../../../lib/format";

const LANGUAGES: readonly TruthLanguage[] = [
  "en",
  "de",
  "fr",
  "es",
  "it",
  "pt",
  "nl",
  "pl",
  "cs",
  "sk",
  "hu",
  "ro",
  "bg",
  "ru",
  "uk",
  "hr",
  "sl",
  "sv",
  "da",
  "nb",
  "fi",
  "et",
  "lv",
  "lt",
  "el",
  "tr",
  "ja",
  "zh",
  "ko",
  "vi",
  "id",
  "th",
];
const BETWEEN = ["|", ";", ",", "/", "\n"] as const;
const UNITS: readonly Unit[] = ["kg", "g", "lbs", "oz", "m", "cm", "mm", "in", "yd"];
const MEASURES = new Set(["weight", "length", "width", "height"]);
const TEXTS = new Set(["description", "short_description", "purchase_note"]);

interface MannerProps {
  column: DraftColumn;
  onChange: (notation: Partial<Notation>) => void;
}

/** How the cells of a column are written beside numbers and dates: what was seen, in how many, and what is decided. */
export function Manner({ column, onChange }: MannerProps) {
  const { t, i18n } = useTranslation();
  const manner = useManner();
  const { seen, notation, found_notation: found } = column;
  const languages = new Intl.DisplayNames([i18n.language], { type: "language" });
  const named = (code: string) => languages.of(code) ?? code;
  const counted = (what: string, count: number) =>
    t("importing.manner.seen", { what, count: manner.number(count), of: manner.number(seen.cells) });
  const sign = (between: string) => (between === "\n" ? t("importing.manner.line_break") : between);
  const by_itself = t("importing.detail.by_itself");
  return (
    <>
      {(found.truths || notation.truths) && (
        <Select
          label={t("importing.manner.truths")}
          data={LANGUAGES.map((value) => ({ value, label: named(value) }))}
          searchable
          clearable
          placeholder={found.truths ? counted(named(found.truths), seen.truths) : by_itself}
          value={notation.truths ?? null}
          onChange={(value) => onChange({ truths: value as TruthLanguage | null })}
        />
      )}
      {(seen.list || notation.list) && (
        <Select
          label={t("importing.manner.list")}
          data={BETWEEN.map((value) => ({ value, label: sign(value) }))}
          clearable
          placeholder={seen.list ? counted(sign(seen.list), seen.lists) : by_itself}
          value={notation.list ?? null}
          onChange={(list) => onChange({ list })}
        />
      )}
      {(notation.markup || TEXTS.has(column.field ?? "")) && (
        <Select
          label={t("importing.manner.markup")}
          data={(["plain", "html"] as const).map((value) => ({ value, label: t(`importing.manner.${value}`) }))}
          clearable
          placeholder={seen.markup ? counted(t(`importing.manner.${seen.markup}`), seen.marked_up) : by_itself}
          value={notation.markup ?? null}
          onChange={(value) => onChange({ markup: value as Markup | null })}
        />
      )}
      {(notation.unit || MEASURES.has(column.field ?? "")) && (
        <Select
          label={t("importing.manner.unit")}
          data={UNITS.map((value) => ({ value, label: value }))}
          clearable
          placeholder={seen.unit ? counted(seen.unit, seen.units) : by_itself}
          value={notation.unit ?? null}
          onChange={(value) => onChange({ unit: value as Unit | null })}
        />
      )}
      {seen.currency && (
        <Text size="sm" c="dimmed">
          {t("importing.manner.currency", { seen: counted(seen.currency, seen.currencies) })}
        </Text>
      )}
      {seen.percents > 0 && (
        <Text size="sm" c="dimmed">
          {t("importing.manner.percents", { seen: counted("%", seen.percents) })}
        </Text>
      )}
    </>
  );
}
