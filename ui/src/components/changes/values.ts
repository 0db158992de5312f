// Values of fields as a person reads them: money with its currency, weights with their unit, yes and no, dates.

import type { TFunction } from "i18next";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { FieldShown } from "../../bindings/FieldShown";
import type { StoreFacts } from "../../bindings/StoreFacts";
import type { Value } from "../../bindings/Value";
import { choiceText } from "../../lib/choices";
import type { Manner } from "../../lib/format";

const MONEY = new Set(["regular_price", "sale_price", "price"]);
const LENGTHS = new Set(["length", "width", "height"]);
/** Money whose currency nobody knows is written with so many decimals at least. */
const CENTS = 2;

/** A value in words; its plain text is what the program made of it. */
export function valueText(
  t: TFunction,
  manner: Manner,
  field: string,
  value: Value | null,
  text: string | null,
  facts?: StoreFacts | undefined,
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
    if (MONEY.has(field)) {
      return manner.decimal(value.decimal, facts?.currency, CENTS);
    }
    const unit = field === "weight" ? facts?.weight_unit : LENGTHS.has(field) ? facts?.dimension_unit : undefined;
    return [manner.decimal(value.decimal), unit].filter(Boolean).join("\u00a0");
  }
  if ("moment" in value) {
    return manner.moment(value.moment);
  }
  return choiceText(t, field, text);
}

/** What begins a line of its own. */
const LINES = /<(?=\/?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|th|table|blockquote|hr)\b)/gi;
/** Longer texts are read to here: a line of a list has no room for more. */
const LONGEST = 2_000;

/** What is not read at all. */
const UNREAD = /<(style|script)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
/** What a tag says besides its name: a rule of style that is only parsed is one that our page would have to allow. */
const SAID = [/<([a-z][\w:-]*)\s(?:[^>"']|"[^"]*"|'[^']*')*(?:>|$)/gi, /<([a-z][\w:-]*)\s[^>]*(?:>|$)/gi];

/** A text with markup as it reads in the shop, on one line. */
export function readable(text: string): string {
  const start = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const bare = /<[a-z/!]|&[a-z#]\w*;/i.test(start) ? textOf(start) : start;
  return bare.replace(/\s+/g, " ").trim();
}

function textOf(markup: string): string {
  const plain = SAID.reduce((text, said) => text.replace(said, "<$1>"), markup.replace(UNREAD, " "));
  return new DOMParser().parseFromString(plain.replace(LINES, " <"), "text/html").body.textContent ?? "";
}

/** What tells most of a record, in this order; everything else follows. */
const TELLING = [
  "name",
  "regular_price",
  "sale_price",
  "stock_quantity",
  "stock_status",
  "categories",
  "brands",
  "attributes",
];

/** What most products have, so that it need not be told of each new one. */
const USUAL: Readonly<Record<string, boolean | string>> = {
  type: "simple",
  manage_stock: true,
  virtual: false,
  downloadable: false,
  featured: false,
  sold_individually: false,
  tax_status: "taxable",
  backorders: "no",
  catalog_visibility: "visible",
};

/** Whether a new record gets what most have. */
export function isUsual({ field, before, after }: FieldShown): boolean {
  if (before !== null || typeof after === "string") {
    return false;
  }
  const value = "boolean" in after ? after.boolean : "text" in after ? after.text : undefined;
  return value !== undefined && USUAL[field] === value;
}

/** How late a field is told: what most products have alike comes last. */
function rank({ field }: { field: string }): number {
  const at = TELLING.indexOf(field);
  return at >= 0 ? at : field in USUAL ? TELLING.length + 1 : TELLING.length;
}

/** Fields in the order in which they are told. */
export function inOrder<Of extends { field: string }>(fields: readonly Of[]): Of[] {
  return [...fields].sort((one, other) => rank(one) - rank(other));
}

/** The fields of a change that a person wants to see first; those that only look the same are left out. */
export function telling(fields: readonly FieldShown[]): FieldShown[] {
  const differs = ({ before_text: before, after_text: after, left_out: leftOut }: FieldShown) =>
    !leftOut && (before === null || before !== after);
  return inOrder(fields.filter(differs));
}

/** Both sides of a field. */
export function sides(
  t: TFunction,
  manner: Manner,
  shown: FieldShown,
  facts?: StoreFacts,
): { before: string | null; after: string } {
  return {
    before: shown.before === null ? null : valueText(t, manner, shown.field, shown.before, shown.before_text, facts),
    after: valueText(t, manner, shown.field, shown.after, shown.after_text, facts),
  };
}

/** Both sides of a field for a line of a list: as they read, as long as they do not read the same. */
export function listedSides(...of: Parameters<typeof sides>): ReturnType<typeof sides> {
  const { before, after } = sides(...of);
  const [was, is] = [before === null ? null : readable(before), readable(after)];
  return was === is ? { before, after } : { before: was, after: is };
}

/** Texts up to here stand as they are. */
const SHORT = 20;
/** What is kept of the beginning that two texts share, at most. */
const SHARED = 12;

/** Two texts from shortly before where they differ: of a long beginning that both share, only its end is told. */
export function apart(before: string, after: string): [string, string] {
  const least = Math.min(before.length, after.length);
  let at = 0;
  while (at < least && before[at] === after[at]) {
    at += 1;
  }
  if (Math.max(before.length, after.length) <= SHORT || at <= SHARED) {
    return [before, after];
  }
  const near = before.slice(at - SHARED, at);
  const space = near.indexOf(" ");
  // Where the shared words are long, nothing but half of a sign that is written with two is in the way.
  const start = at - SHARED + (space >= 0 ? space + 1 : /^[\uDC00-\uDFFF]/.test(near) ? 1 : 0);
  return [`…${before.slice(start)}`, `…${after.slice(start)}`];
}

/** Whether a value says something else as soon as a sign of it is missing: money, numbers, yes and no, dates. */
export function isExact(value: Value | null): boolean {
  return (
    value === null ||
    value === "empty" ||
    "boolean" in value ||
    "integer" in value ||
    "decimal" in value ||
    "moment" in value
  );
}

/** What happens to a record that an undo makes again or removes, in place of its fields: all of them come or go. */
export function wholeText(t: TFunction, { undoes, action }: ChangeShown): string | null {
  if (undoes === undefined || action === "update") {
    return null;
  }
  return t(action === "create" ? "everywhere.whole.create" : "everywhere.whole.delete");
}
