// What is decided, field by field, about what somebody edited after a run.

import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { FieldShown } from "../../../bindings/FieldShown";
import type { FieldSummary } from "../../../bindings/FieldSummary";
import type { LaterRun } from "../../../bindings/LaterRun";
import type { Value } from "../../../bindings/Value";
import { isOpenTo } from "../../../components/changes/cells";
import { type Choice, leftOutFor, wholly } from "../../../components/changes/useChoosing";
import type { Edited } from "./usePlanUndo";

/** A value with what a person reads of it. */
interface Side {
  value: Value | null;
  text: string | null;
}

/** One field of a record that somebody edited, from before the run until now. */
export interface FieldDecided {
  field: string;
  /** Before the run; nothing where putting back means removing. */
  before: Side | null;
  made: Side;
  now: Side;
  /** The later run of ours that made it what it is now. */
  by: LaterRun | null;
  isEdited: boolean;
  /** Whether it goes back. */
  isTaken: boolean;
}

/** What becomes of a record as a whole: "some" of its fields go back. */
export type Decided = "leave" | "some" | "back";

/** Whether its fields are decided one by one; what the run made is removed or left, whole. */
export function isByField({ back }: Edited): boolean {
  return back?.action === "update";
}

/** Whether it is for the user to say that it goes back. */
export function canGoBack({ back }: Edited): boolean {
  return back !== null && isOpenTo(back);
}

/** Whether a record was left out as a whole, whatever becomes of its fields. */
function isOutWhole(back: ChangeShown): boolean {
  const reason = leftOutFor(back);
  return reason === "not_chosen" || reason === "edited_since";
}

/** Whether a field of the plan goes back as it stands now. */
function goesBack({ back }: Edited, { left_out: leftOut }: FieldShown): boolean {
  return back?.outcome === "planned" && !leftOut;
}

/** The fields of a record, those that were edited first. */
export function fieldsOf(one: Edited): FieldDecided[] {
  const { shown, back } = one;
  if (!back || !isByField(one)) {
    return shown.differences.map(({ field, expected, expected_text, found, found_text, by }) => ({
      field,
      before: null,
      made: { value: expected, text: expected_text },
      now: { value: found, text: found_text },
      by: by ?? null,
      isEdited: true,
      isTaken: back?.outcome === "planned",
    }));
  }
  const all = back.fields.map((one_field) => {
    const difference = shown.differences.find(({ field }) => field === one_field.field);
    const { field, before, before_text, after, after_text, edited } = one_field;
    const made = difference
      ? { value: difference.expected, text: difference.expected_text }
      : edited
        ? { value: edited.made, text: edited.made_text }
        : { value: before, text: before_text };
    return {
      field,
      before: { value: after, text: after_text },
      made,
      now: { value: before, text: before_text },
      by: difference?.by ?? edited?.by ?? null,
      isEdited: difference !== undefined || edited !== undefined,
      isTaken: goesBack(one, one_field),
    };
  });
  // Where nothing would go back there is nothing to decide.
  const differs = ({ before, now }: FieldDecided) =>
    before?.text !== now.text || JSON.stringify(before?.value) !== JSON.stringify(now.value);
  return [...all.filter(({ isEdited }) => isEdited), ...all.filter((field) => !field.isEdited && differs(field))];
}

export function decidedOf(one: Edited): Decided {
  if (one.back?.outcome !== "planned") {
    return "leave";
  }
  return isByField(one) && one.back.fields.some((field) => field.left_out) ? "some" : "back";
}

/** What has to be chosen so that one field goes back, or is left. */
export function choiceOfField(one: Edited, field: string, take: boolean): Choice[] {
  if (!one.back) {
    return [];
  }
  const changes = [one.back.change];
  if (!take || !isOutWhole(one.back)) {
    return [{ changes, fields: [field], take }];
  }
  // The record stayed out as a whole: with it come none of its other fields.
  const others = one.back.fields.map((other) => other.field).filter((other) => other !== field);
  return [
    ...(others.length > 0 ? [{ changes, fields: others, take: false }] : []),
    { changes, fields: [field], take: true },
    { changes, take: true },
  ];
}

/** What has to be chosen so that records go back whole, or are left. */
export function choiceOfRecords(all: readonly Edited[], take: boolean): Choice[] {
  const backs = all.filter(canGoBack).flatMap(({ back }) => back ?? []);
  return take ? wholly(backs) : [{ changes: backs.map(({ change }) => change), take }];
}

/** The same for a field of all records, without a decision about what somebody edited. */
export function choiceOfAll(all: readonly Edited[], field: string, take: boolean): Choice[] {
  const held = all.filter((one) => isHeld(one, field)).flatMap(({ back }) => back ?? []);
  const changes = held.filter((back) => !isOutWhole(back)).map(({ change }) => change);
  return [
    { fields: [field], take },
    ...(take && changes.length > 0 ? [{ changes, fields: [field], take: false }] : []),
  ];
}

/** Whether a field of a record was decided to stay as it is now. */
function isHeld(one: Edited, field: string): boolean {
  return isByField(one) && (one.back?.fields ?? []).some((shown) => shown.field === field && !goesBack(one, shown));
}

/** How often each field goes back; what stays because it was edited is not counted as left out. */
export function withoutHeld(fields: readonly FieldSummary[], all: readonly Edited[]): FieldSummary[] {
  // What stays whole does not count already.
  const others = all.filter(({ back }) => back && !isOutWhole(back));
  return fields
    .map((shown) => {
      const { field, count, left_out } = shown;
      const held = others.filter((one) => isHeld(one, field));
      const marked = held.filter(({ back }) => back?.fields.some((one) => one.field === field && one.left_out));
      return { ...shown, count: count - held.length, left_out: left_out - marked.length };
    })
    .filter(({ count }) => count > 0);
}
