// How many of what: products and variations are never counted as the same.

import type { TFunction } from "i18next";
import type { Action } from "../bindings/Action";
import type { Counts } from "../bindings/Counts";
import type { KindCount } from "../bindings/KindCount";
import type { RunReport } from "../bindings/RunReport";
import type { Manner } from "./format";

const KINDS = ["product", "variation"] as const;
const DEEDS = ["create", "update", "delete"] as const;

export type Deed = (typeof DEEDS)[number];

/** What was done, or would be, each with its number. */
export function deedsOf(counts: Pick<Counts, Deed>): [Deed, number][] {
  return DEEDS.map((deed): [Deed, number] => [deed, counts[deed]]).filter(([, count]) => count > 0);
}

function actionsOf(deed: Deed): Action[] {
  return deed === "delete" ? ["delete", "trash"] : [deed];
}

/** "8 products and 8 variations"; while nobody knows how many of which, "16 products and variations". */
export function counted(
  t: TFunction,
  manner: Manner,
  count: number,
  kinds: readonly KindCount[] | undefined,
  deeds: readonly Deed[] = DEEDS,
): string {
  const actions = deeds.flatMap(actionsOf);
  const numbers = KINDS.map((kind) => {
    const of = (kinds ?? []).filter(({ entity, action }) => entity === kind && actions.includes(action));
    return [kind, of.reduce((sum, one) => sum + one.count, 0)] as const;
  });
  // A count that is older or younger than the other would make a sentence that is not true.
  if (count === 0 || numbers.reduce((sum, [, number]) => sum + number, 0) !== count) {
    return t("everywhere.records", { count });
  }
  return manner.list(
    numbers
      .filter(([, number]) => number > 0)
      .map(([kind, number]) => t(`everywhere.counted.${kind}`, { count: number })),
  );
}

/** "8 products and 8 variations added", or "14 added, 3 changed". */
export function didText(
  t: TFunction,
  manner: Manner,
  counts: Pick<Counts, Deed>,
  kinds: readonly KindCount[] | undefined,
): string {
  return sentence(t, "did", counts, (deed, count) => counted(t, manner, count, kinds, [deed]));
}

/** "Add 8 products and 8 variations", or "Add 14, change 3". */
export function doText(
  t: TFunction,
  manner: Manner,
  counts: Pick<Counts, Deed>,
  kinds: readonly KindCount[] | undefined,
): string {
  return sentence(t, "do", counts, (deed, count) => counted(t, manner, count, kinds, [deed]));
}

/** "Put 8 products back", "Remove 3 products", or "Put 2 back, remove 12": what an undo does. */
export function undoText(
  t: TFunction,
  manner: Manner,
  counts: Pick<Counts, Deed>,
  kinds: readonly KindCount[] | undefined,
): string {
  const gone = counts.delete;
  const back = counts.create + counts.update;
  if (gone > 0) {
    return back > 0
      ? t("history.undo.go_both", { back, gone })
      : t("everywhere.do.delete", { what: counted(t, manner, gone, kinds, ["delete"]) });
  }
  return t("history.undo.go", { what: counted(t, manner, back, kinds) });
}

function sentence(
  t: TFunction,
  tense: "did" | "do",
  counts: Pick<Counts, Deed>,
  what: (deed: Deed, count: number) => string,
): string {
  const deeds = deedsOf(counts);
  const [only] = deeds;
  if (deeds.length === 1 && only) {
    return t(`everywhere.${tense}.${only[0]}`, { what: what(...only) });
  }
  const text = deeds.map(([deed, count]) => t(`everywhere.${tense}_each.${deed}`, { count })).join(", ");
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** "Taken back by no. 8", or how many of its records; nothing where nobody took it back. */
export function undoneText(t: TFunction, manner: Manner, { undone, counts }: RunReport): string | null {
  if (!undone) {
    return null;
  }
  const run = manner.number(undone.by);
  const done = counts.create + counts.update + counts.delete;
  return undone.records >= done
    ? t("everywhere.undone", { run })
    : t("everywhere.undone_some", { run, count: undone.records });
}
