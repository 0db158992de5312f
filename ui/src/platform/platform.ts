import { createContext, use } from "react";

/** Why something asked for was not done: a code with parameters, never a sentence. */
export interface ApiError {
  code: string;
  params: Record<string, string>;
  detail?: string | null;
  hint?: string | null;
}

/** Says what changed, never what it is now. */
export interface Told {
  event: string;
  [about: string]: unknown;
}

/** Where rows come from: a path (desktop), an upload's token (browser), a table from the clipboard. */
export type Source = { path: string } | { upload: string; name?: string } | { pasted: string };

/** Files that are over the window, or were let go there. */
export type Dropped = { over: boolean } | { sources: Source[] };

/** What the interface asks of whatever it runs in. Features know only this, never who answers. */
export interface Platform {
  /** The program's version, as "1.2.3". */
  version(): Promise<string>;
  /** Carries out a command of the table. Rejects with an {@link ApiError}. `call` names it for progress and stopping. */
  ask(name: string, request: unknown, call?: string): Promise<unknown>;
  /** Tells what changes until the answer is called. */
  listen(hear: (told: Told) => void): () => void;
  /** Lets the user choose a table file; nothing where they think better of it. */
  pickTable(): Promise<Source | null>;
  /** Tells of files dropped on the window until the answer is called. */
  watchDrops(hear: (dropped: Dropped) => void): () => void;
  /** Lets the user choose a folder; absent where there are no folders to choose (a browser). */
  pickFolder?(): Promise<string | null>;
  /** Lets the user choose a place to write to; absent where files are downloaded instead. */
  pickPlace?(name: string): Promise<string | null>;
  /** Opens an address in the user's browser. */
  open(address: string): Promise<void>;
}

export const PlatformContext = createContext<Platform | null>(null);

export function usePlatform(): Platform {
  const platform = use(PlatformContext);
  if (!platform) {
    throw new Error("usePlatform outside of App");
  }
  return platform;
}
