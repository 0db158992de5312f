// For tests: the whole interface over a program that answers as the test says.

import { createMemoryHistory } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { App } from "../app/App";
import { newQueries } from "../app/queries";
import { newRouter } from "../app/router";
import { words } from "../app/words";
import type { Dropped, Picked, Platform, Source, Told } from "../platform/platform";

type Answers = Record<string, unknown | ((request: never) => unknown)>;

export interface Answering {
  /** What was asked so far: names with their requests. */
  asked: { name: string; request: Record<string, unknown> }[];
  tell: (told: Told) => void;
  drop: (dropped: Dropped) => void;
  /** What was said to a user who looks elsewhere. */
  notified: string[];
  /** Other answers from now on. */
  answers: Answers;
  address: () => string;
}

interface Asked {
  answers?: Answers;
  at?: string;
  language?: string;
  picked?: Source | null;
  pickedFile?: Picked | null;
  catalogues?: Record<string, object>;
  isShut?: boolean;
}

const SETTINGS = {
  language: null,
  theme: "system",
  requests_per_second: 5,
  folders: { data: "/data", logs: "/data/logs", journal_bytes: 84_000 },
};

/** Opens the window at an address. What has no answer is refused as the program refuses it. */
export function open({
  answers: given = {},
  at = "/",
  language = "en",
  picked = null,
  pickedFile = null,
  catalogues,
  isShut = false,
}: Asked = {}): Answering {
  const answers: Answers = {
    "settings.show": { ...SETTINGS, language },
    "settings.set": SETTINGS,
    "drafts.list": [],
    "drafts.recent": [],
    "stores.list": [],
    ...given,
  };
  const asked: Answering["asked"] = [];
  const notified: string[] = [];
  const hearers = new Set<(told: Told) => void>();
  const droppers = new Set<(dropped: Dropped) => void>();
  const platform: Platform = {
    isShut,
    version: async () => "1.2.3",
    ask: async (name, request) => {
      asked.push({ name, request: request as Record<string, unknown> });
      if (!(name in answers)) {
        throw { code: "command_unknown", params: { command: name } };
      }
      const answer = answers[name];
      return typeof answer === "function" ? answer(request) : answer;
    },
    listen: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    pickTable: async () => picked,
    pickFile: async () => pickedFile,
    pickPlace: async (name) => `/places/${name}`,
    watchDrops: (hear) => {
      droppers.add(hear);
      return () => droppers.delete(hear);
    },
    open: async () => {},
    notify: async (title, body) => {
      notified.push(`${title}: ${body}`);
    },
  };
  const router = newRouter(createMemoryHistory({ initialEntries: [at] }));
  render(<App platform={platform} words={words(language, catalogues)} queries={newQueries()} router={router} />);
  return {
    asked,
    answers,
    notified,
    tell: (told) => {
      for (const hear of hearers) {
        hear(told);
      }
    },
    drop: (dropped) => {
      for (const hear of droppers) {
        hear(dropped);
      }
    },
    address: () => router.state.location.href,
  };
}

/** Refuses with a code, as the program does. */
export function refuse(code: string, params: Record<string, string> = {}): () => never {
  return () => {
    throw { code, params };
  };
}
