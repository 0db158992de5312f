// What codes mean, in the user's language.

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Entity } from "../bindings/Entity";
import { choiceText } from "./choices";
import { manner, mannerOf } from "./format";

export type Shelf =
  | "errors"
  | "hints"
  | "issues"
  | "issues_kind"
  | "skips"
  | "notices"
  | "repairs"
  | "found"
  | "reasons"
  | "fields"
  | "accidents"
  | "words";

/** Parameters that are codes themselves: they are said in words. */
const CODES = new Set(["what", "kind", "platform", "entity", "setting", "status", "format", "type"]);
/** Parameters that name fields. */
const FIELDS = new Set(["field", "fields", "target"]);

/** Parameters that are prices and amounts: they are written as the user writes numbers. Codes and cells are not. */
const NUMBERS = new Set(["sale_price", "regular_price", "quantity", "fraction", "whole", "read"]);
/** The same, where the name of the parameter means something else elsewhere. */
const NUMBERS_OF: Readonly<Record<string, string>> = {
  number_in_other_notation: "meant",
  stock_without_management: "value",
};

/** What a column may hold, as the program writes it, and which of the shop's words are meant: field and words. */
const ALLOWED: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "visible, catalog, search, hidden": ["catalog_visibility", "visible", "catalog", "search", "hidden"],
  "taxable, shipping, none": ["tax_status", "taxable", "shipping", "none"],
  "1, 0, notify": ["backorders", "yes", "no", "notify"],
  "publish, draft, pending, private": ["status", "publish", "draft", "pending", "private"],
  "1, 0, -1, 2": ["status", "publish", "private", "draft", "pending"],
  "1, 0, backorder": ["stock_status", "instock", "outofstock", "onbackorder"],
};

/** Parameters that are numbers of rows. */
const ROWS = new Set(["first_row", "parent_row"]);

export interface Said {
  /**
   * The sentence of a code; one that has none is shown itself: better a code than silence. Some have another where the
   * shop says for how long it wants to be left alone ("_for"), or refuses without a word ("_unsaid").
   */
  (shelf: Shelf, code: string, params?: Readonly<Record<string, unknown>>): string;
  /** The name of a field, such as "Price" for `regular_price`; of a category or the like it may be another. */
  field(name: string, entity?: Entity): string;
  knows(shelf: Shelf, code: string): boolean;
}

/** "attributes:name1" is the name of a numbered part; "meta:_note" and "attribute:Colour" carry a name of their own. */
function parted(target: string): { code: string; number?: string; key?: string } {
  const numbered = /^(attributes|downloads):([a-z]+)(\d+)$/.exec(target);
  if (numbered) {
    return { code: `${numbered[1]}_${numbered[2]}`, number: numbered[3] ?? "" };
  }
  // "customer.email" is the field of a kind of record that is no product.
  const own = /^[a-z_]+\.([a-z0-9_]+)$/.exec(target);
  if (own) {
    return { code: own[1] ?? target };
  }
  const keyed = /^(meta|attribute):(.*)$/s.exec(target);
  return keyed ? { code: `${keyed[1]}_named`, key: keyed[2] ?? "" } : { code: target };
}

/** Whether it is a category or the like, and no product. */
export function isTerm(entity: Entity | undefined): boolean {
  return entity !== undefined && entity !== "product" && entity !== "variation";
}

/** Speaks for codes in the present language. */
export function useSaid(): Said {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const knows = (shelf: Shelf, code: string) => i18n.exists(`${shelf}.${code}`);
    const say = (shelf: Shelf, code: string, params: Readonly<Record<string, unknown>> = {}): string => {
      const told = `${code}_${params.retry_after ? "for" : params.message === "" ? "unsaid" : ""}`;
      const name = knows(shelf, told) ? told : code;
      return knows(shelf, name)
        ? String(t(`${shelf}.${name}` as never, worded(code, params) as never)).replace(/…\.(?=\s|$)/g, "…")
        : bare(code, params);
    };
    const field = (name: string, entity?: Entity): string => {
      const { code, ...params } = parted(name);
      const own = `term_${code}`;
      return say("fields", isTerm(entity) && knows("fields", own) ? own : code, params);
    };
    const { digits, number, duration } = mannerOf(manner(i18n.language));
    const worded = (code: string, params: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => {
          const text = String(value ?? "");
          if (FIELDS.has(name)) {
            return [
              name,
              text
                .split(/,\s*/)
                .map((one) => field(one))
                .join(", "),
            ];
          }
          if (CODES.has(name) && knows("words", text)) {
            return [name, say("words", text)];
          }
          if (NUMBERS.has(name) || NUMBERS_OF[code] === name) {
            return [name, digits(plain(text))];
          }
          if (name === "retry_after" && text !== "") {
            return [name, duration(Number(text))];
          }
          const choices = name === "allowed" ? ALLOWED[text] : undefined;
          if (choices) {
            const [of, ...words] = choices;
            return [name, words.map((word) => choiceText(t, of, word)).join(", ")];
          }
          if (ROWS.has(name) && /^\d{1,15}$/.test(text)) {
            return [name, number(Number(text))];
          }
          return [name, /^\d{1,15}$/.test(text) && COUNTED.has(name) ? Number(text) : plain(text)];
        }),
      );
    return Object.assign(say, { field, knows });
  }, [t, i18n]);
}

/** Speaks for several issues of a kind: what differs from row to row is said beside each row only. */
export function saidOfKind(
  said: Said,
  { code, count, params }: { code: string; count: number; params: Readonly<Record<string, unknown>> },
): string {
  return said(count > 1 && said.knows("issues_kind", code) ? "issues_kind" : "issues", code, params);
}

/** Parameters that are counts, for plurals. */
const COUNTED = new Set([
  "count",
  "rows",
  "columns",
  "seconds",
  "percent",
  "changed",
  "products",
  "limit",
  "asked",
  "answered",
]);

function bare(code: string, params: Readonly<Record<string, unknown>>): string {
  const values = Object.values(params).filter((value) => value !== undefined && value !== "");
  return values.length > 0 ? `${code.replaceAll("_", " ")} (${values.join(", ")})` : code.replaceAll("_", " ");
}

/** Text from outside as one short line. */
function plain(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, " ");
  if (line.length <= 300) {
    return line;
  }
  // A list ends behind a whole name of it.
  const end = line.lastIndexOf(", ", 300);
  return `${line.slice(0, end > 150 ? end : 300)}…`;
}
