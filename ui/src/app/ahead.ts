// What is asked for before somebody looks at it?

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { wanted } from "../features/history/list/useRuns";
import { askAhead } from "../lib/asking";
import { usePlatform } from "../platform/platform";

/** The window itself comes first, in milliseconds. */
const AFTER = 400;

/** The history is looked at by most and opens at once, however long it is: its first page is there already. */
export function useAhead(): void {
  const queries = useQueryClient();
  const platform = usePlatform();
  useEffect(() => {
    const later = setTimeout(() => {
      askAhead(queries, platform, "runs.list", wanted({}, 0));
      askAhead(queries, platform, "runs.interrupted", {});
      askAhead(queries, platform, "stores.list", {});
    }, AFTER);
    return () => clearTimeout(later);
  }, [queries, platform]);
}
