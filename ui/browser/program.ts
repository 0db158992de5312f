// Programs of ours that a test starts: Longshore behind a local server, and shops to try it on. They end with it.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Commands } from "../src/bindings/commands";

/** How long a program may take to say where it is, in milliseconds. */
const PATIENCE = 30_000;

function binary(): string {
  const path = process.env.LONGSHORE_BINARY;
  if (!path) {
    throw new Error("LONGSHORE_BINARY names no built `longshore`: `cargo xtask test` and `cargo xtask shots` set it");
  }
  return path;
}

/** Starts `longshore` and reads the one line in which it says where it is. */
async function start<Told>(words: string[], environment: Record<string, string>): Promise<[ChildProcess, Told]> {
  const child = spawn(binary(), words, {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((told, failed) => {
    const late = setTimeout(() => failed(new Error(`longshore ${words.join(" ")} says nothing`)), PATIENCE);
    createInterface(child.stdout).once("line", (first) => {
      clearTimeout(late);
      told(first);
    });
    child.once("exit", (code) => failed(new Error(`longshore ${words.join(" ")} ended with ${code}`)));
  });
  return [child, JSON.parse(line) as Told];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(late);
}

/** A shop that another program serves. */
export interface Shop {
  url: string;
  key: string;
  secret: string;
  /** Asks the shop itself, past Longshore. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Keeps a request waiting that has this text in it; says when it is there, and lets it go on. */
  hold(text: string): Promise<{ arrived: () => Promise<void>; release: () => Promise<unknown> }>;
  close(): Promise<void>;
}

export async function openShop(...words: string[]): Promise<Shop> {
  const [child, told] = await start<{ url: string; consumer_key: string; consumer_secret: string }>(
    ["practice", "serve", "--memory", "--port", "0", ...words],
    {},
  );
  const { url, consumer_key: key, consumer_secret: secret } = told;
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString("base64")}`,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  };
  return {
    url,
    key,
    secret,
    ask,
    async hold(text) {
      const { id } = (await ask("POST", "/practice/holds", { method: "POST", body: text })) as { id: number };
      return {
        arrived: async () => {
          const { held } = (await ask("GET", `/practice/holds/${id}?wait=30`)) as { held: boolean };
          if (!held) {
            throw new Error(`no request with ${text} came`);
          }
        },
        release: () => ask("DELETE", `/practice/holds/${id}`),
      };
    },
    close: () => end(child),
  };
}

/** Longshore with a data folder of its own. */
export interface Studio {
  /** Where a browser finds it, with the token. */
  url: string;
  /** A folder that is gone afterwards. */
  folder: string;
  ask<N extends keyof Commands>(name: N, request: Commands[N]["request"]): Promise<Commands[N]["answer"]>;
  /** Hands over a file as a browser does. */
  upload(name: string, bytes: string | Uint8Array<ArrayBuffer>): Promise<{ upload: string }>;
  close(): Promise<void>;
}

export async function openStudio(): Promise<Studio> {
  const folder = await mkdtemp(join(tmpdir(), "longshore-browser-"));
  const shown = process.env.LONGSHORE_INTERFACE;
  const [child, told] = await start<{ url: string; address: string; token: string }>(
    ["--json", "serve", "--port", "0", ...(shown ? ["--interface", shown] : [])],
    { LONGSHORE_HOME: join(folder, "data") },
  );
  const post = async (path: string, type: string, body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(told.address + path, {
      method: "POST",
      headers: { authorization: `Bearer ${told.token}`, "content-type": type },
      body,
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${path} ${typeof body === "string" ? body.slice(0, 200) : ""}: ${JSON.stringify(answer)}`);
    }
    return answer;
  };
  return {
    url: told.url,
    folder,
    ask: (name, request) => post("/rpc", "application/json", JSON.stringify({ name, request, call: null })),
    upload: (name, bytes) => post(`/uploads?name=${encodeURIComponent(name)}`, "application/octet-stream", bytes),
    async close() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
