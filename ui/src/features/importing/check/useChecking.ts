// The check of a draft: done by itself where it is not current.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftChecked } from "../../../bindings/DraftChecked";
import type { DraftShown } from "../../../bindings/DraftShown";
import { useAsk, useLongDo } from "../../../lib/asking";

/** Files of so many rows are checked in a moment. */
const SMALL = 20_000;
/** So long after an edit it is checked again, in milliseconds. */
const AFTER_EDIT = 700;

export function useChecking(draft: DraftShown) {
  const queries = useQueryClient();
  const kept = useAsk("drafts.checked", { draft: draft.draft });
  const { mutate, ...check } = useLongDo("drafts.check");
  const [version, setVersion] = useState(0);
  const began = useRef(false);

  const isPending = check.isPending;
  const again = useCallback(() => {
    mutate(
      { draft: draft.draft },
      {
        onSuccess: (checked: DraftChecked) => {
          const key = ["drafts.checked", { draft: draft.draft }];
          queries.setQueryData(key, checked);
          // Somebody may have edited while it was checked: then this is not how the rows are now.
          void queries.invalidateQueries({ queryKey: key });
          setVersion((present) => present + 1);
        },
      },
    );
  }, [mutate, draft.draft, queries]);

  // A small file is checked again by itself once it was edited; a large one when the user wants it.
  const isSmall = (draft.rows?.count ?? 0) <= SMALL;
  const isStale = kept.isSuccess && (kept.data === null || !kept.data.is_current);
  const isReadable = draft.rows?.is_complete ?? false;
  useEffect(() => {
    if (!isStale || !isReadable || isPending || (began.current && !isSmall)) {
      return;
    }
    const wait = setTimeout(
      () => {
        began.current = true;
        again();
      },
      began.current ? AFTER_EDIT : 0,
    );
    return () => clearTimeout(wait);
  }, [isStale, isReadable, isPending, isSmall, again]);

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
