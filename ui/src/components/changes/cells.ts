// What stands in the cells of a list of changes.

import type { ICellRendererComp, ICellRendererParams } from "ag-grid-community";
import type { TFunction } from "i18next";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { FieldShown } from "../../bindings/FieldShown";
import type { StoreFacts } from "../../bindings/StoreFacts";
import type { Manner } from "../../lib/format";
import type { Said } from "../../lib/said";
import { element, icon, sign } from "../grid/cells";
import { tellingOf } from "../grid/standing";
import type { Tone } from "../Sign";
import styles from "./ChangesGrid.module.css";
import { showFitting } from "./fitting";
import { leftOutFor } from "./useChoosing";
import { apart, isExact, isUsual, listedSides, telling, wholeText } from "./values";

/** Fields that are drawn: no line has room for more. */
const MOST = 6;

const TONES: Record<string, Tone> = {
  applied: "good",
  altered: "careful",
  failed: "wrong",
  conflict: "careful",
  unknown: "careful",
  skipped: "quiet",
  planned: "quiet",
};

/** Whether it is for the user to say that a change takes part. */
export function isOpenTo(change: ChangeShown): boolean {
  return change.outcome === "planned" || leftOutFor(change) !== null;
}

/** Whether a change was left alone: what was meant did not happen, and is told without the colours of what did. */
export function isNotDone({ outcome }: ChangeShown): boolean {
  return outcome === "skipped" || outcome === "failed" || outcome === "conflict";
}

/** What a product is called, below its article number. */
export function nameOf({ label, name }: ChangeShown): string {
  return name ? `${label}\n${name}` : label;
}

/** What has to be known to tell a change. */
export interface Telling {
  t: TFunction;
  said: Said;
  manner: Manner;
  facts: StoreFacts | undefined;
  /** Whether it is still open what takes part. */
  isChoosing: boolean;
  onTake?: ((change: ChangeShown, take: boolean) => void) | undefined;
  /** Why something is as it is, where that is shown. */
  why?: ((change: ChangeShown) => string) | undefined;
}

/** What a record is called, and once it is in the shop the way there. */
export function titleCell({ label, name, link }: ChangeShown, { t, isChoosing }: Telling): HTMLElement {
  const title = element(
    "span",
    styles.title,
    element("span", styles.label, label),
    name ? element("span", styles.name, name) : null,
  );
  return link && !isChoosing ? element("span", styles.linked, title, wayToShop(t("everywhere.see_in_shop"))) : title;
}

/** Pressing it is told by the grid; whoever goes by keys finds the same in the opened record. */
function wayToShop(says: string): HTMLElement {
  const way = element("button", styles.way, icon("externalLink", 16));
  way.tabIndex = -1;
  way.title = says;
  way.setAttribute("type", "button");
  way.setAttribute("aria-label", says);
  return way;
}

/** Whether the way into the shop was pressed, and not the record. */
export function isWayToShop(pressed: EventTarget | null | undefined): boolean {
  return pressed instanceof Element && pressed.closest(`.${styles.way}`) !== null;
}

/** Why it is as it is, where that is shown. */
export function reasonCell(change: ChangeShown, { why }: Telling): HTMLElement {
  return element("span", styles.reason, element("span", undefined, why?.(change) ?? ""));
}

/** What is to be done, or what came of it. */
export function deedCell(change: ChangeShown, { t, isChoosing }: Telling): HTMLElement {
  return isChoosing && isOpenTo(change)
    ? element("span", styles.deed, deed(t, change))
    : sign(TONES[change.outcome] ?? "quiet", t(`everywhere.outcome.${change.outcome}` as never));
}

/** The first fields, old and new, behind what has to be known besides. */
export function changesCell(change: ChangeShown, { t, said, manner, facts, isChoosing }: Telling): HTMLElement {
  const told = fieldsTold(change);
  const before = isChoosing
    ? [
        change.fields.some(({ edited }) => edited) && sign("careful", t("everywhere.edited_since")),
        wholeText(t, change),
      ]
    : [
        change.action !== "update" && !isNotDone(change) && deed(t, change),
        reason(t, said, change),
        change.pictures_missing &&
          sign("careful", t("everywhere.pictures_missing", { count: change.pictures_missing.length })),
      ];
  const shown = told.slice(0, MOST).map((field) => {
    const sides = listedSides(t, manner, field, facts);
    const isWhole = isExact(field.before) && isExact(field.after);
    const [before, after] =
      sides.before === null || isWhole ? [sides.before, sides.after] : apart(sides.before, sides.after);
    const name = element("span", styles.field, said.field(field.field, change.entity));
    const exact = isWhole ? styles.exact : undefined;
    if (isNotDone(change)) {
      const meant = element("span", exact, before === null ? after : `${before} → ${after}`);
      return element("span", styles.change, element("span", styles.side, name, meant));
    }
    const is = element("ins", exact, after);
    // What was stands with its name; what is may go into the second line.
    return before === null
      ? element("span", styles.change, element("span", styles.side, name, is))
      : element(
          "span",
          styles.change,
          element("span", styles.side, name, element("del", exact, before)),
          element("span", styles.side, is),
        );
  });
  const more = element("span", styles.more);
  const place = element("span", styles.changes, ...before, ...shown, more);
  showFitting(place, {
    parts: shown,
    more,
    say: (count) => t("everywhere.more_fields", { count }),
    total: told.length,
  });
  return place;
}

/** What is shown of a change: its name stands before it already. */
function fieldsTold({ fields, label, name, undoes, action }: ChangeShown): FieldShown[] {
  if (undoes !== undefined && action !== "update") {
    return [];
  }
  const stands = new Set([label, name]);
  return telling(fields).filter(
    (one) =>
      !((one.field === "name" || one.field === "sku") && !one.before_text && stands.has(one.after_text)) &&
      !isUsual(one),
  );
}

function deed(t: TFunction, change: ChangeShown): HTMLElement {
  const { action } = change;
  return element(
    "span",
    `${styles.kind} ${isNotDone(change) ? styles.more : styles[action]}`,
    t(`everywhere.action.${action}`),
  );
}

/** Why it is not as it was meant, in a few words. */
function reason(t: TFunction, said: Said, { detail }: ChangeShown): HTMLElement | null {
  if (detail === null || typeof detail === "string") {
    return null;
  }
  if ("failed" in detail) {
    return element("span", styles.why, t("everywhere.shop_says", { message: detail.failed.message }));
  }
  return "skipped" in detail ? element("span", styles.more, said("skips", detail.skipped)) : null;
}

/** The tick of a change. It stays in its place when the change is shown anew, so that nobody's keys lose it. */
export class TakeCell implements ICellRendererComp<ChangeShown> {
  private readonly tick = element("input", styles.tick) as HTMLInputElement;
  private readonly place = element("span", styles.check, this.tick);
  private change: ChangeShown | undefined;

  init(params: ICellRendererParams<ChangeShown>): void {
    this.tick.type = "checkbox";
    this.tick.addEventListener("change", () => {
      if (this.change) {
        tellingOf<Telling>(params.context).onTake?.(this.change, this.tick.checked);
      }
    });
    this.refresh(params);
  }

  refresh({ data, context }: ICellRendererParams<ChangeShown>): boolean {
    this.change = data;
    this.tick.hidden = !data;
    if (data) {
      this.tick.checked = data.outcome === "planned";
      this.tick.disabled = !isOpenTo(data);
      this.tick.setAttribute("aria-label", tellingOf<Telling>(context).t("everywhere.take", { label: data.label }));
    }
    return true;
  }

  getGui(): HTMLElement {
    return this.place;
  }
}
