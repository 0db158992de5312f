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

/** What kinds of files are chosen, besides tables. */
export type FileKind = "certificate" | "profile";

/** A file that was chosen: what stands for its path in a request, and what a person calls it. */
export interface Picked {
  file: string;
  name: string;
}

/** What the interface asks of whatever it runs in. Features know only this, never who answers. */
export interface Platform {
  /** Whether the address lacks what the program asks for to let anybody in. */
  isShut?: boolean;
  /** The program's version, as "1.2.3". */
  version(): Promise<string>;
  /** Carries out a command of the table. Rejects with an {@link ApiError}. `call` names it for progress and stopping. */
  ask(name: string, request: unknown, call?: string): Promise<unknown>;
  /**
   * Tells what changes until the answer is called. Besides the program's own events: `quit_asked`, where somebody wants
   * to end the program while a run goes on.
   */
  listen(hear: (told: Told) => void): () => void;
  /** Lets the user choose a table file; nothing where they think better of it. */
  pickTable(): Promise<Source | null>;
  /** Lets the user choose another file. */
  pickFile(kind: FileKind): Promise<Picked | null>;
  /** Tells of files dropped on the window, or opened with the program, until the answer is called. */
  watchDrops(hear: (dropped: Dropped) => void): () => void;
  /** Lets the user choose a folder; absent in a browser, where it is typed. */
  pickFolder?(): Promise<string | null>;
  /**
   * Lets the user choose a place to write to; the answer stands for its path in a request. A browser downloads what
   * was written as soon as that request is answered.
   */
  pickPlace(name: string): Promise<string | null>;
  /** Opens an address in the user's browser: one of a store that Longshore knows. */
  open(address: string): Promise<void>;
  /** Shows a folder of Longshore's own, or a file that {@link pickPlace} led to; absent in a browser. */
  show?(place: { folder: "data" | "logs" } | { file: string }): Promise<void>;
  /** Says something to a user who looks elsewhere; does nothing while they look here, or where they refused it. */
  notify?(title: string, body: string): Promise<void>;
  /** Stops what goes on, in such a way that it can be gone on with, and ends the program; absent in a browser. */
  quit?(): Promise<void>;
}

/** What was thrown, as an {@link ApiError}. */
export function asError(thrown: unknown): ApiError {
  if (thrown && typeof thrown === "object" && "code" in thrown && typeof thrown.code === "string") {
    return { params: {}, ...thrown, code: thrown.code };
  }
  return { code: "internal", params: {}, detail: String(thrown) };
}

export const PlatformContext = createContext<Platform | null>(null);

export function usePlatform(): Platform {
  const platform = use(PlatformContext);
  if (!platform) {
    throw new Error("usePlatform outside of App");
  }
  return platform;
}
