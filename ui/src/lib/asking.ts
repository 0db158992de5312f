// Commands as queries: the key of every answer is the command's name and its request, so that events find them.

import {
  keepPreviousData,
  type MutationState,
  type QueryClient,
  type UseQueryResult,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import type { Commands } from "../bindings/commands";
import { type ApiError, type Platform, usePlatform } from "../platform/platform";

export type Name = keyof Commands;
export type Request<N extends Name> = Commands[N]["request"];
export type Answer<N extends Name> = Commands[N]["answer"];

/** An error as every part of the interface knows it, whatever was thrown. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown && typeof thrown === "object" && "code" in thrown && typeof thrown.code === "string") {
    const told = thrown as Partial<ApiError> & { code: string };
    return { code: told.code, params: told.params ?? {}, detail: told.detail ?? null, hint: told.hint ?? null };
  }
  return { code: "internal", params: {}, detail: String(thrown), hint: null };
}

interface AskOptions<N extends Name> {
  /** Not asked until this is so. */
  enabled?: boolean;
  /** Whether it is asked for anew by each page that is opened: no event says when it changes. */
  anew?: boolean;
  /** Whether an earlier answer stays on screen while another request of the same command is under way. */
  keep?: boolean;
  /** After how many milliseconds the answer is asked for again by itself; `false` for never. */
  again?: (answer: Answer<N> | undefined) => number | false;
}

/** The answer to a command, kept until an event says that it changed. */
export function useAsk<N extends Name>(
  name: N,
  request: Request<N>,
  { enabled = true, anew = false, keep = false, again }: AskOptions<N> = {},
): UseQueryResult<Answer<N>, ApiError> {
  const platform = usePlatform();
  return useQuery<Answer<N>, ApiError>({
    queryKey: [name, request],
    queryFn: () => platform.ask(name, request) as Promise<Answer<N>>,
    enabled,
    ...(anew ? { refetchOnMount: "always" as const } : {}),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(again ? { refetchInterval: ({ state }) => again(state.data), refetchIntervalInBackground: true } : {}),
  });
}

/** Something to be done, at once. */
export function useDo<N extends Name>(name: N) {
  const platform = usePlatform();
  return useMutation<Answer<N>, ApiError, Request<N>>({
    mutationFn: (request) => platform.ask(name, request) as Promise<Answer<N>>,
  });
}

/**
 * Keeps what a command answered as the present answer to another one. Whatever is on its way was asked before, and
 * comes too late: it would bring back what is no longer so.
 */
export async function keepAnswer<N extends Name>(
  queries: QueryClient,
  name: N,
  request: Request<N>,
  answer: Answer<N> | ((present: Answer<N> | undefined) => Answer<N> | undefined),
): Promise<void> {
  const queryKey = [name, request];
  await queries.cancelQueries({ queryKey });
  queries.setQueryData<Answer<N>>(queryKey, answer as Answer<N>);
}

/** Asks for what will be looked at in a moment. */
export function askAhead<N extends Name>(queries: QueryClient, platform: Platform, name: N, request: Request<N>): void {
  void queries.prefetchQuery({ queryKey: [name, request], queryFn: () => platform.ask(name, request) });
}

export interface Progress {
  stage: string;
  done: number;
  total: number | null;
}

/** Pages of one program name their calls so that they never are those of another. */
const PAGE = Math.random().toString(36).slice(2);
let calls = 0;

/** Waits for what goes on already, begun by a page that is gone or by another one. */
const JOIN = Symbol("join");

/**
 * Something that takes a while: how far it is, and a way to stop it. What is done `about` something goes on while its
 * page is away, and is found again by whoever comes back to it: on another page of the program, after a reload, or in
 * another window.
 */
export function useLongDo<N extends Name>(name: N, about?: number) {
  const platform = usePlatform();
  const queries = useQueryClient();
  const own = useId();
  const mutationKey = [name, about ?? own];
  const [progress, setProgress] = useState<Progress | null>(null);
  const shared = about === undefined ? null : callOf(name, about);
  const present = useRef(shared);
  const join = useRef(() => {});
  const isLooking = useRef(false);

  useEffect(
    () =>
      platform.listen((told) => {
        if (told.event === "call_progressed" && told.call === present.current) {
          join.current();
          setProgress({
            stage: String(told.stage),
            done: Number(told.done),
            total: typeof told.total === "number" ? told.total : null,
          });
        }
      }),
    [platform],
  );

  const mutation = useMutation<Answer<N>, ApiError, Request<N> | typeof JOIN>({
    mutationKey,
    mutationFn: async (request) => {
      if (request === JOIN) {
        const joined = (await platform.ask("calls.join", { call: shared ?? "" })) as Answer<"calls.join">;
        return joined.answer as Answer<N>;
      }
      const call = callOf(name, about ?? `${PAGE}-${++calls}`);
      present.current = call;
      setProgress(null);
      return platform.ask(name, request, call) as Promise<Answer<N>>;
    },
  });
  const states = useMutationState({
    filters: { mutationKey, exact: true },
    select: ({ state }) => state as unknown as MutationState<Answer<N>, ApiError, Request<N>>,
  });
  const { status, data, error = null } = states.at(-1) ?? mutation;

  const stop = useCallback(() => {
    const call = present.current;
    if (call) {
      // Whether it could still be stopped is told by the call itself.
      platform.ask("calls.cancel", { call }).catch(() => {});
    }
  }, [platform]);

  const { mutate, mutateAsync } = mutation;
  const isKnown = () => queries.isMutating({ mutationKey, exact: true }) > 0;
  join.current = () => {
    if (shared === null || isLooking.current || isKnown()) {
      return;
    }
    isLooking.current = true;
    platform
      .ask("calls.list", {})
      .then((answer) => {
        // What was told late may be over by now.
        const found = (answer as Answer<"calls.list">).find(({ call }) => call === shared);
        if (found && !isKnown()) {
          mutate(JOIN);
          setProgress((known) => known ?? found.progress);
        }
      })
      // Then only what this page begins is known.
      .catch(() => {})
      .finally(() => {
        isLooking.current = false;
      });
  };
  useEffect(() => {
    if (shared !== null) {
      join.current();
    }
  }, [shared]);

  return { mutate, mutateAsync, isPending: status === "pending", data, error, progress, stop };
}

/** The name under which the program tells how far a call is. */
function callOf(name: Name, about: number | string): string {
  return `${name}#${about}`;
}
