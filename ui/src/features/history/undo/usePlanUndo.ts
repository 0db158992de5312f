// Planning the way back: nothing is sent, the shop is only looked at.
//
// Where somebody edited since what the run had made, two plans are made. The first leaves those records alone and says
// what was edited; the second puts back of them what nobody edited, and leaves the rest out until the user takes it in.

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { ChangesFilter } from "../../../bindings/ChangesFilter";
import type { UndoPlan } from "../../../bindings/UndoPlan";
import { EVERYTHING } from "../../../components/changes/everything";
import { type Answer, useLongDo } from "../../../lib/asking";
import { type ApiError, type Platform, usePlatform } from "../../../platform/platform";

const TOGETHER = 1000;

export interface UndoPlanned {
  /** The run that would do it. */
  plan: number;
  /** The plan that says what was edited since, where anything was. */
  edited: number | null;
}

/** The run that is to be taken back, or what of it. */
export type UndoOf = Pick<UndoPlan, "run" | "changes" | "copies" | "fields">;

/** A record that somebody edited after the run. */
export interface Edited {
  /** What the run made of it, and what is there now. */
  shown: ChangeShown;
  /** The change of the plan that would put it back all the same; nothing where it stays whatever is decided. */
  back: ChangeShown | null;
}

/** All changes of a run that a filter lets through. */
async function all(platform: Platform, run: number, filter: Partial<ChangesFilter>): Promise<ChangeShown[]> {
  const found: ChangeShown[] = [];
  for (let total = 1; found.length < total; ) {
    const request = { run, from: found.length, count: TOGETHER, filter: { ...EVERYTHING, ...filter } };
    const page = (await platform.ask("runs.changes", request)) as Answer<"runs.changes">;
    if (page.changes.length === 0) {
      break;
    }
    found.push(...page.changes);
    total = page.total;
  }
  return found;
}

/** What a change of one plan and one of another have in common that take back the same change of the run. */
function undone({ undoes, entity }: ChangeShown): string | null {
  return undoes === undefined ? null : `${entity}/${undoes}`;
}

/** What a plan found edited since. */
async function conflictsOf(platform: Platform, careful: number): Promise<ChangeShown[]> {
  const conflicts: ChangeShown[] = [];
  for (const terms of [false, true]) {
    conflicts.push(...(await all(platform, careful, { outcome: "conflict", terms })));
  }
  return conflicts;
}

/** What somebody edited since, each with the change that would put it back all the same, where there is one. */
export async function editedIn(
  platform: Platform,
  plan: number,
  careful: number,
  conflicts?: readonly ChangeShown[],
): Promise<Edited[]> {
  const edited = conflicts ?? (await conflictsOf(platform, careful));
  const wanted = new Set(edited.map(undone));
  const backs = new Map<string, ChangeShown>();
  for (const terms of [false, true]) {
    for (const change of await all(platform, plan, { terms })) {
      const key = undone(change);
      // A change may be taken back by several: the first is for the record, those after it complete it.
      if (key !== null && wanted.has(key) && !backs.has(key)) {
        backs.set(key, change);
      }
    }
  }
  return edited.map((shown) => {
    const back = backs.get(undone(shown) ?? "");
    return { shown, back: back?.outcome === "conflict" ? null : (back ?? null) };
  });
}

export function usePlanUndo() {
  const platform = usePlatform();
  const plan = useLongDo("undo.plan");
  // The second plan asks the same once more: what was shown of the first does not begin anew.
  const [isAgain, setAgain] = useState(false);
  const mutation = useMutation<UndoPlanned, ApiError, UndoOf>({
    mutationFn: async (request) => {
      setAgain(false);
      const first = await plan.mutateAsync({ ...request, conflicts: "skip" });
      const careful = first.run ?? 0;
      if (first.counts.conflict + first.terms.conflict === 0) {
        return { plan: careful, edited: null };
      }
      setAgain(true);
      const conflicts = await conflictsOf(platform, careful);
      // Only what is shown may be put back: whatever else was edited, and be it just now, is left alone as before.
      const restore = conflicts.flatMap(({ undoes }) => (undoes === undefined ? [] : [undoes]));
      const second = await plan.mutateAsync({ ...request, conflicts: "skip", restore, undecided: true });
      return { plan: second.run ?? 0, edited: careful };
    },
  });
  return { ...mutation, progress: isAgain ? null : plan.progress, stop: plan.stop };
}
