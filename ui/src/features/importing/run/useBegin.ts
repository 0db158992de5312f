// Beginning to carry a plan out: from then on the wizard stands at the run.

import { useQueryClient } from "@tanstack/react-query";
import type { DraftShown } from "../../../bindings/DraftShown";
import { keepAnswer, useDo } from "../../../lib/asking";
import { useGoTo } from "../useGoTo";

export function useBegin(draft: DraftShown) {
  const queries = useQueryClient();
  const { goTo, error: going, isGoing } = useGoTo(draft);
  const { mutate, error, isPending } = useDo("runs.begin");
  const begin = (run: number, count: number) =>
    mutate(
      { run },
      {
        onSuccess: async (begun) => {
          // What was known of the plan is no longer so; and it may have gone on since it answered.
          await keepAnswer(queries, "runs.show", { run }, begun);
          void queries.invalidateQueries({ queryKey: ["runs.show", { run }] });
          goTo("run", { run, planned: { run, count } });
        },
      },
    );
  return { begin, isBeginning: isPending || isGoing, error: error ?? going };
}
