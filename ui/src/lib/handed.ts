// A source on its way from wherever it was dropped, pasted or found to the room that imports it.

import { useSyncExternalStore } from "react";
import type { Source } from "../platform/platform";

let waiting: Source | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) {
    listener();
  }
}

/** Puts a source where the importing room takes it up. */
export function handOver(source: Source): void {
  waiting = source;
  tell();
}

/** Takes the source that waits; nobody gets it twice. */
export function takeUp(): Source | null {
  const source = waiting;
  waiting = null;
  if (source) {
    tell();
  }
  return source;
}

/** Whether a source waits. */
export function useIsWaiting(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
  );
}
