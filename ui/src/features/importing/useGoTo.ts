// Going from step to step: kept at once, so that a closed window stands where it was.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { DraftShown } from "../../bindings/DraftShown";
import { keepAnswer, useDo } from "../../lib/asking";
import { type StepName, type View, viewOf } from "./step";

export function useGoTo(draft: DraftShown) {
  const queries = useQueryClient();
  const { mutate, error, isPending } = useDo("drafts.save_view");
  const goTo = useCallback(
    (step: StepName, more: View = {}) => {
      mutate(
        { draft: draft.draft, step, view: { ...viewOf(draft), ...more } },
        { onSuccess: (shown) => void keepAnswer(queries, "drafts.show", { draft: draft.draft }, shown) },
      );
    },
    [draft, mutate, queries],
  );
  return { goTo, error, isGoing: isPending };
}
