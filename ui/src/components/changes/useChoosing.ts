// Leaving records or fields out of a plan, and taking them in again.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { ChangesFilter } from "../../bindings/ChangesFilter";
import type { RunSummary } from "../../bindings/RunSummary";
import { type Request, useDo } from "../../lib/asking";
import { EVERYTHING } from "./everything";

export type Choosing = ReturnType<typeof useChoosing>;

export function useChoosing(run: number) {
  const queries = useQueryClient();
  const { mutate, error, isPending } = useDo("runs.choose");
  const [version, setVersion] = useState(0);
  const chosen = useCallback(
    (summary: RunSummary) => {
      queries.setQueryData(["runs.summary", { run }], summary);
      queries.setQueryData(["runs.show", { run }], summary.run);
      void queries.invalidateQueries({ queryKey: ["undo.edited", run] });
    },
    [queries, run],
  );
  const choose = useCallback(
    (request: Omit<Request<"runs.choose">, "run">) =>
      mutate({ run, ...request }, { onSuccess: chosen, onSettled: () => setVersion((present) => present + 1) }),
    [mutate, chosen, run],
  );
  return {
    record: useCallback((change: number, take: boolean) => choose({ changes: [change], take }), [choose]),
    records: useCallback((changes: number[], take: boolean) => choose({ changes, take }), [choose]),
    fields: useCallback((field: string, take: boolean) => choose({ fields: [field], take }), [choose]),
    /** All that a filter lets through, but these: what is decided one by one is not ticked among others. */
    shown: (filter: Partial<ChangesFilter>, take: boolean, but: number[] = []) =>
      mutate(
        { run, filter: { ...EVERYTHING, ...filter }, take },
        {
          onSuccess: (summary) => (take && but.length > 0 ? choose({ changes: but, take: false }) : chosen(summary)),
          onSettled: () => setVersion((present) => present + 1),
        },
      ),
    error,
    isPending,
    version,
  };
}
