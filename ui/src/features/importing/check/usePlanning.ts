// From checked rows to a plan of changes, compared with the shop as it is now.

import { useEffect, useRef } from "react";
import type { DraftShown } from "../../../bindings/DraftShown";
import { useLongDo } from "../../../lib/asking";
import { viewOf } from "../step";
import { useGoTo } from "../useGoTo";

/** A large shop takes a while to read: whoever looks at something else meanwhile finds it going on. */
export function usePlanning(draft: DraftShown) {
  const { goTo, error: going, isGoing } = useGoTo(draft);
  const { mutate, isPending, data, error, progress, stop } = useLongDo("drafts.plan", draft.draft);
  const run = data?.run.run ?? null;
  const wasPlanning = useRef(isPending);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it ends
  useEffect(() => {
    if (wasPlanning.current && !isPending && !error && run !== null) {
      goTo("changes", { run });
    }
    wasPlanning.current = isPending;
  }, [isPending]);
  // Until the wizard stands at the plan, another one would take its place.
  const isPlanning = isPending || isGoing;
  return {
    plan: () => {
      if (draft.store && !isPlanning) {
        mutate({
          draft: draft.draft,
          store: draft.store,
          ...(viewOf(draft).order_status && draft.kind === "order" ? { order_status: true } : {}),
        });
      }
    },
    isPlanning,
    progress,
    stop,
    error: error ?? going,
  };
}
