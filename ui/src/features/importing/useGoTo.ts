// Going from step to step: kept at once, so that a closed window stands where it was.

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import type { DraftShown } from "../../bindings/DraftShown";
import { keepAnswer, useDo } from "../../lib/asking";
import { narrowedTo, type StepName, type View } from "./step";

export function useGoTo(draft: DraftShown) {
  const queries = useQueryClient();
  const router = useRouter();
  const { mutate, error, isPending } = useDo("drafts.save_view");
  const goTo = useCallback(
    (step: StepName, more: View = {}) => {
      const view = narrowedTo(draft, router.state.location.search);
      mutate(
        { draft: draft.draft, step, view: { ...view, ...more } },
        { onSuccess: (shown) => void keepAnswer(queries, "drafts.show", { draft: draft.draft }, shown) },
      );
    },
    [draft, mutate, queries, router],
  );
  return { goTo, error, isGoing: isPending };
}
