// From checked rows to a plan of changes, compared with the shop as it is now.

import type { DraftShown } from "../../../bindings/DraftShown";
import { useLongDo } from "../../../lib/asking";
import { useGoTo } from "../useGoTo";

export function usePlanning(draft: DraftShown) {
  const { goTo } = useGoTo(draft);
  const { mutate, ...planning } = useLongDo("drafts.plan");
  return {
    plan: () => {
      if (draft.store) {
        mutate(
          { draft: draft.draft, store: draft.store },
          { onSuccess: ({ run }) => run.run !== null && goTo("changes", { run: run.run }) },
        );
      }
    },
    isPlanning: planning.isPending,
    progress: planning.progress,
    stop: planning.stop,
    error: planning.error?.code === "cancelled" ? null : planning.error,
  };
}
