// The check of a draft: done by itself where it is not current.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftChecked } from "../../../bindings/DraftChecked";
import type { DraftShown } from "../../../bindings/DraftShown";
import { useAsk, useLongDo } from "../../../lib/asking";

export function useChecking(draft: DraftShown) {
  const queries = useQueryClient();
  const kept = useAsk("drafts.checked", { draft: draft.draft });
  const { mutate, ...check } = useLongDo("drafts.check");
  const [version, setVersion] = useState(0);
  const began = useRef(false);

  const again = useCallback(() => {
    mutate(
      { draft: draft.draft },
      {
        onSuccess: (checked: DraftChecked) => {
          queries.setQueryData(["drafts.checked", { draft: draft.draft }], checked);
          setVersion((present) => present + 1);
        },
      },
    );
  }, [mutate, draft.draft, queries]);

  const isStale = kept.isSuccess && (kept.data === null || !kept.data.is_current);
  const isReadable = draft.rows?.is_complete ?? false;
  useEffect(() => {
    if (isStale && isReadable && !began.current) {
      began.current = true;
      again();
    }
  }, [isStale, isReadable, again]);

  return {
    checked: kept.data ?? null,
    isChecking: check.isPending,
    isWaitingForRows: !isReadable,
    progress: check.progress,
    stop: check.stop,
    error: check.error ?? kept.error,
    again,
    version,
  };
}

export type Checking = ReturnType<typeof useChecking>;
