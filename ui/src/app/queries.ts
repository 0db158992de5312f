// Which answers are no longer true when something changed?

import { type Query, QueryClient } from "@tanstack/react-query";
import type { Told } from "../platform/platform";

/** Answers stay until an event says otherwise: the window asks once, not every few seconds. */
export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** The rooms whose answers an event touches. */
const ROOMS: Record<string, readonly string[]> = {
  run_progressed: ["runs"],
  run_changed: ["runs", "drafts"],
  stores_changed: ["stores", "practice"],
  practice_changed: ["practice", "stores"],
  profiles_changed: ["profiles"],
  run_ended: ["runs"],
  draft_progressed: ["drafts"],
  draft_changed: ["drafts"],
  drafts_changed: ["drafts"],
  settings_changed: ["settings"],
  watched_changed: ["watched"],
};

/** Events that come often, and the one command whose answers they touch. */
const QUIET: Record<string, string> = { run_progressed: "runs.show", draft_progressed: "drafts.show" };

/** Events that one of many came or went: lists change at once, and of each alone is asked when it is looked at anew. */
const LISTS: Record<string, string> = { drafts_changed: "draft" };

/** What of these an event is about; answers about others stay. */
const ABOUT = ["run", "draft"] as const;

/** Lists change with each of their entries. */
function concerns(told: Told, request: unknown): boolean {
  const asked = (request ?? {}) as Record<string, unknown>;
  return ABOUT.every((name) => told[name] === undefined || asked[name] === undefined || asked[name] === told[name]);
}

/** Has everything asked for again that is on screen and may have changed. */
export function hear(queries: QueryClient, told: Told): void {
  if (told.event === "everything_changed") {
    void queries.invalidateQueries();
    return;
  }
  const rooms = ROOMS[told.event];
  if (!rooms) {
    return;
  }
  const isTouched = ({ queryKey: [name, request] }: Query) =>
    typeof name === "string" && rooms.includes(name.split(".")[0] ?? "") && concerns(told, request);
  const one = LISTS[told.event];
  const isOfOne = ({ queryKey: [, request] }: Query) =>
    one !== undefined && (request as Record<string, unknown> | undefined)?.[one] !== undefined;
  void queries.invalidateQueries({ predicate: (query) => isTouched(query) && isOfOne(query), refetchType: "none" });
  // A long list is not read again five times a second: progress touches only what shows the thing itself.
  const only = QUIET[told.event];
  const predicate = (query: Query) => isTouched(query) && !isOfOne(query) && (!only || query.queryKey[0] === only);
  for (const query of queries.getQueryCache().findAll({ predicate })) {
    askOnceMore(queries, query);
  }
  // Progress comes faster than a busy program answers: what is on its way may arrive. What ended, or changed, may not
  // be told by an answer to an earlier question.
  void queries.invalidateQueries({ predicate }, { cancelRefetch: !only });
}

/** Answers that were on their way when something changed, and are asked for once more. */
const late = new WeakSet<Query>();

/**
 * An answer that is on its way may be older than the change. Where something else is shown meanwhile it is asked for anew;
 * a first answer is not, nor one that nobody looks at yet: that one would be taken for true when somebody does.
 */
function askOnceMore(queries: QueryClient, query: Query): void {
  const isAskedAnew = query.state.data !== undefined && query.isActive();
  if (isAskedAnew || query.state.fetchStatus === "idle" || late.has(query)) {
    return;
  }
  late.add(query);
  const again = () => {
    late.delete(query);
    void queries.invalidateQueries({ queryKey: query.queryKey, exact: true });
  };
  query.fetch().then(again, again);
}
