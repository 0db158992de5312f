// Runs, page by page: each page is asked for once, until an event says that runs changed.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { RunsPage } from "../../../bindings/RunsPage";
import type { RunsPageWanted } from "../../../bindings/RunsPageWanted";
import { PAGE } from "../../../components/grid/kinds";
import { useAsk } from "../../../lib/asking";
import { usePlatform } from "../../../platform/platform";
import { type RunsSearch, STANDS, timesOf } from "../search";

export function wanted(search: RunsSearch, from: number): RunsPageWanted {
  return {
    from,
    count: PAGE,
    text: search.text ?? "",
    store: search.store ?? null,
    statuses: [...STANDS[search.stand ?? "all"]],
    kind: search.kind ?? null,
    ...timesOf(search),
  };
}

export function useRuns(search: RunsSearch) {
  const platform = usePlatform();
  const queries = useQueryClient();
  const { text, store, stand, kind, span, from: first, until } = search;
  const request = useMemo(
    () => wanted({ text, store, stand, kind, span, from: first, until }, 0),
    [text, store, stand, kind, span, first, until],
  );
  const { data, error, dataUpdatedAt, isPlaceholderData } = useAsk("runs.list", request, { keep: true });
  const fetch = useCallback(
    (from: number): Promise<RunsPage> => {
      const page = { ...request, from };
      return queries.fetchQuery({
        queryKey: ["runs.list", page],
        queryFn: () => platform.ask("runs.list", page) as Promise<RunsPage>,
      });
    },
    [platform, queries, request],
  );
  return { fetch, total: data?.total, error, version: dataUpdatedAt, isOld: isPlaceholderData };
}
