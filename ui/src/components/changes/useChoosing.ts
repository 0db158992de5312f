// Leaving records or fields out of a plan, and taking them in again.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { ChangesFilter } from "../../bindings/ChangesFilter";
import type { RunSummary } from "../../bindings/RunSummary";
import type { Request } from "../../lib/asking";
import { type ApiError, usePlatform } from "../../platform/platform";
import { EVERYTHING } from "./everything";

export type Choosing = ReturnType<typeof useChoosing>;

/** What is taken in or left out, of the run that is chosen from. */
export type Choice = Omit<Request<"runs.choose">, "run">;

/** Why a record stays out that the user left out: it may be taken in again. */
export type LeftOutFor = "not_chosen" | "no_field_chosen" | "edited_since";

/** Why a record is left out that the user may take in; nothing where it takes part, or where that is not theirs to say. */
export function leftOutFor({ detail }: ChangeShown): LeftOutFor | null {
  const skipped = detail !== null && typeof detail === "object" && "skipped" in detail ? detail.skipped : null;
  return skipped === "not_chosen" || skipped === "no_field_chosen" || skipped === "edited_since" ? skipped : null;
}

/** Takes a record in with all of its fields. */
export function wholly(changes: readonly ChangeShown[]): Choice[] {
  const updates = changes.filter(({ action }) => action === "update");
  const fields = [...new Set(updates.flatMap((change) => change.fields.map(({ field }) => field)))];
  const numbers = (of: readonly ChangeShown[]) => of.map(({ change }) => change);
  return [
    ...(fields.length > 0 ? [{ changes: numbers(updates), fields, take: true }] : []),
    { changes: numbers(changes), take: true },
  ];
}

/** The change without the fields that somebody edited: a tick is no decision about those. */
function withoutEdited(change: ChangeShown): ChangeShown {
  const fields = change.fields.filter(({ edited }) => !edited);
  return fields.length > 0 ? { ...change, fields } : change;
}

export function useChoosing(run: number) {
  const queries = useQueryClient();
  const platform = usePlatform();
  const [version, setVersion] = useState(0);
  const { mutate, error, isPending } = useMutation<RunSummary | null, ApiError, Choice[]>({
    mutationFn: async (choices) => {
      let summary: RunSummary | null = null;
      for (const choice of choices) {
        summary = (await platform.ask("runs.choose", { run, ...choice })) as RunSummary;
      }
      return summary;
    },
    onSuccess: (summary) => {
      if (summary) {
        queries.setQueryData(["runs.summary", { run }], summary);
        queries.setQueryData(["runs.show", { run }], summary.run);
      }
    },
    // Where the second of two choices was refused, the first was made.
    onError: () => {
      void queries.invalidateQueries({ queryKey: ["runs.summary", { run }] });
      void queries.invalidateQueries({ queryKey: ["runs.show", { run }] });
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["undo.edited", run] });
      setVersion((present) => present + 1);
    },
  });
  return {
    /** One after the other. */
    all: mutate,
    record: useCallback(
      (change: ChangeShown, take: boolean) =>
        mutate(
          take && leftOutFor(change) === "no_field_chosen"
            ? wholly([withoutEdited(change)])
            : [{ changes: [change.change], take }],
        ),
      [mutate],
    ),
    fields: useCallback((field: string, take: boolean) => mutate([{ fields: [field], take }]), [mutate]),
    /** All that a filter lets through, but these: what is decided one by one is not ticked among others. */
    shown: (filter: Partial<ChangesFilter>, take: boolean, but: number[] = []) =>
      mutate([
        { filter: { ...EVERYTHING, ...filter }, take },
        ...(take && but.length > 0 ? [{ changes: but, take: false }] : []),
      ]),
    error,
    isPending,
    version,
  };
}
