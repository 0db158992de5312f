// Planning the way back: nothing is sent, the shop is only looked at.
//
// Where somebody edited since what the run had made, two plans are made. The first leaves those records alone and says
// what was edited; the second would put them back too, and leaves them out until the user takes them in one by one.

import { useMutation } from "@tanstack/react-query";
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
  /** The change of the plan that would put it back all the same. */
  back: ChangeShown;
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

/** The same record in two plans of one undo. */
function record({ entity, store_id, label }: ChangeShown): string {
  return `${entity}/${store_id ?? label}`;
}

/** What somebody edited since, each with the change that would put it back all the same. */
export async function editedIn(platform: Platform, plan: number, edited: number): Promise<Edited[]> {
  const conflicts: ChangeShown[] = [];
  for (const terms of [false, true]) {
    conflicts.push(...(await all(platform, edited, { outcome: "conflict", terms })));
  }
  const wanted = new Set(conflicts.map(record));
  const backs = new Map<string, ChangeShown>();
  for (const terms of [false, true]) {
    for (const change of await all(platform, plan, { terms })) {
      if (wanted.has(record(change)) && !backs.has(record(change))) {
        backs.set(record(change), change);
      }
    }
  }
  return conflicts.flatMap((shown) => {
    const back = backs.get(record(shown));
    return back ? [{ shown, back }] : [];
  });
}

export function usePlanUndo() {
  const platform = usePlatform();
  const plan = useLongDo("undo.plan");
  const mutation = useMutation<UndoPlanned, ApiError, UndoOf>({
    mutationFn: async (request) => {
      const first = await plan.mutateAsync({ ...request, conflicts: "skip" });
      const careful = first.run ?? 0;
      if (first.counts.conflict + first.terms.conflict === 0) {
        return { plan: careful, edited: null };
      }
      const second = await plan.mutateAsync({ ...request, conflicts: "restore" });
      const whole = second.run ?? 0;
      const changes = (await editedIn(platform, whole, careful)).map(({ back }) => back.change);
      if (changes.length > 0) {
        await platform.ask("runs.choose", { run: whole, changes, take: false });
      }
      return { plan: whole, edited: careful };
    },
  });
  return { ...mutation, progress: plan.progress, stop: plan.stop };
}
