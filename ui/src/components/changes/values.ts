// Values of fields as a person reads them: money with its currency, yes and no, dates.

import type { TFunction } from "i18next";
import type { FieldShown } from "../../bindings/FieldShown";
import type { Value } from "../../bindings/Value";
import type { Manner } from "../../lib/format";

const MONEY = new Set(["regular_price", "sale_price", "price"]);

/** A value in words; its plain text is what the program made of it. */
export function valueText(
  t: TFunction,
  manner: Manner,
  field: string,
  value: Value | null,
  text: string | null,
  currency?: string | undefined,
): string {
  if (value === null || value === "empty" || text === null || text === "") {
    return t("everywhere.empty");
  }
  if ("boolean" in value) {
    return value.boolean ? t("everywhere.yes") : t("everywhere.no");
  }
  if ("integer" in value) {
    return manner.number(value.integer);
  }
  if ("decimal" in value) {
    return manner.decimal(value.decimal, MONEY.has(field) ? currency : undefined);
  }
  if ("moment" in value) {
    return manner.moment(value.moment);
  }
  return text;
}

/** Both sides of a field. */
export function sides(
  t: TFunction,
  manner: Manner,
  shown: FieldShown,
  currency?: string,
): { before: string | null; after: string } {
  return {
    before: shown.before === null ? null : valueText(t, manner, shown.field, shown.before, shown.before_text, currency),
    after: valueText(t, manner, shown.field, shown.after, shown.after_text, currency),
  };
}
