// The one door to the desktop window: nothing else imports @tauri-apps.
import { getVersion } from "@tauri-apps/api/app";
import { invoke } from "@tauri-apps/api/core";
import { listen as hearWindow } from "@tauri-apps/api/event";
import { asError, type Dropped, type Platform, type Told } from "./platform";

type Hear = (told: Told) => void;

const hearers = new Set<Hear>();

/** The window's one channel. Nothing is asked before it is open, so that no change of an answer is missed. */
let channel: Promise<unknown> | null = null;

function open(): Promise<unknown> {
  channel ??= hearWindow<Told>("longshore", ({ payload }) => {
    for (const hear of hearers) {
      hear(payload);
    }
  });
  return channel;
}

async function call<Answer>(command: string, given: Record<string, unknown> = {}): Promise<Answer> {
  try {
    return await invoke<Answer>(command, given);
  } catch (thrown) {
    throw asError(thrown);
  }
}

function pick(what: string, name?: string): Promise<string | null> {
  return call("pick", { what, name: name ?? null });
}

/** Files that were opened with the program, told once. */
async function given(): Promise<Dropped | null> {
  const paths = await call<string[]>("take_given");
  return paths.length > 0 ? { sources: paths.map((path) => ({ path })) } : null;
}

export const desktop: Platform = {
  version: getVersion,

  async ask(name, request, named) {
    await open();
    return call("rpc", { name, request: request ?? {}, call: named ?? null });
  },

  listen(hear) {
    hearers.add(hear);
    void open();
    return () => hearers.delete(hear);
  },

  async pickTable() {
    const path = await pick("table");
    return path === null ? null : { path };
  },

  async pickFile(kind) {
    const path = await pick(kind);
    return path === null ? null : { file: path, name: path.split(/[\\/]/).at(-1) ?? path };
  },

  pickFolder: () => pick("folder"),
  pickPlace: (name) => pick("place", name),

  watchDrops(hear) {
    const tellGiven = () =>
      given().then(
        (dropped) => dropped && hear(dropped),
        () => {},
      );
    const hearGiven: Hear = (told) => {
      if (told.event === "files_given") {
        void tellGiven();
      }
    };
    hearers.add(hearGiven);
    void open().then(tellGiven);
    const drags = [
      hearWindow("tauri://drag-enter", () => hear({ over: true })),
      hearWindow("tauri://drag-leave", () => hear({ over: false })),
      hearWindow<{ paths: string[] }>("tauri://drag-drop", ({ payload }) => {
        hear({ sources: payload.paths.map((path) => ({ path })) });
      }),
    ];
    return () => {
      hearers.delete(hearGiven);
      for (const drag of drags) {
        void drag.then((leave) => leave());
      }
    };
  },

  open: (address) => call("open_address", { address }),
  show: (place) => call("show_place", { place }),
  notify: (title, body) => call("notify", { title, body }),
  quit: () => call("quit"),
};
