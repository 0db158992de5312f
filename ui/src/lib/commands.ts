// What can be asked, as announced.

import type { Action } from "../bindings/Action";
import type { ApiError } from "../bindings/ApiError";
import type { ChangeShown } from "../bindings/ChangeShown";
import type { Commands as Present } from "../bindings/commands";
import type { Nothing } from "../bindings/Nothing";
import type { Planned } from "../bindings/Planned";
import type { Reject } from "../bindings/Reject";
import type { RunReport } from "../bindings/RunReport";
import type { RunStatus } from "../bindings/RunStatus";
import type { SecretPlace } from "../bindings/SecretPlace";
import type { StoreInfo } from "../bindings/StoreInfo";

export interface ChangesFilter {
  action?: Action | null;
  field?: string | null;
  text?: string;
  outcome?: string | null;
  terms?: boolean;
}

/** A change with where it can be looked at in the shop. */
export type ChangeLinked = ChangeShown & { link?: string };

/** A run as the history tells of it. */
export type RunTold = RunReport & {
  profile?: string;
  now?: RunNow;
  error?: ApiError;
  ended_at?: string;
  reduced_at?: string;
};

export interface RunsWanted {
  from: number;
  count: number;
  text?: string;
  store?: string | null;
  statuses?: RunStatus[];
  kind?: "import" | "undo" | null;
  undoes?: number | null;
  since?: string | null;
  until?: string | null;
}

export interface RunsPage {
  runs: RunTold[];
  total: number;
}

export interface RejectsPage {
  columns: string[];
  rejects: Reject[];
  total: number;
}

export interface ChangesPage {
  changes: ChangeShown[];
  total: number;
}

export interface RunSummary {
  run: RunReport;
  fields: { field: string; count: number; left_out: number }[];
  left_out: number;
  accidents: { code: string; count: number; of: number }[];
  rejects: number;
}

/** How a run goes on in this program. */
export interface RunNow {
  present: string | null;
  done: number;
  total: number;
  per_second: number | null;
  pausing: boolean;
  waiting: { error: ApiError; since: string; again_at: string } | null;
}

export interface PracticeShown {
  is_running: boolean;
  store: string | null;
  bad_day: boolean;
}

export interface Settings {
  language: string | null;
  appearance: "light" | "dark" | "system";
}

export interface Commands
  extends Omit<Present, "runs.changes" | "runs.list" | "runs.show" | "runs.interrupted" | "runs.rejects"> {
  "runs.list": { request: RunsWanted; answer: RunsPage };
  "runs.show": { request: { run: number }; answer: RunTold };
  "runs.interrupted": { request: Nothing; answer: RunTold[] };
  "runs.rejects": { request: { run: number; after?: number; count?: number }; answer: RejectsPage };
  "runs.changes": {
    request: { run: number; from: number; count: number; filter?: ChangesFilter };
    answer: ChangesPage;
  };
  "runs.summary": { request: { run: number }; answer: RunSummary };
  "runs.choose": {
    request: { run: number; changes?: number[]; filter?: ChangesFilter; fields?: string[]; take: boolean };
    answer: RunSummary;
  };
  "runs.save_rejects": {
    request: { run: number; file: string; words: { [code: string]: string } };
    answer: { rows: number; text: string | null };
  };
  "runs.begin": { request: { run: number }; answer: RunReport };
  "runs.pause": { request: { run: number }; answer: RunReport };
  "runs.go_on": { request: { run: number }; answer: RunReport };
  "runs.stop": { request: { run: number }; answer: RunReport };
  "drafts.plan": { request: { draft: number; store: string }; answer: Planned };
  "stores.add": {
    request: { name: string; url: string; key: string; secret: string; keep_secret_in: SecretPlace; ca_file?: string };
    answer: StoreInfo;
  };
  "profiles.remove": { request: { name: string }; answer: null };
  "practice.show": { request: Nothing; answer: PracticeShown };
  "practice.start": { request: Nothing; answer: PracticeShown };
  "practice.stop": { request: Nothing; answer: PracticeShown };
  "practice.reset": { request: Nothing; answer: PracticeShown };
  "practice.bad_day": { request: { on: boolean }; answer: PracticeShown };
  "settings.show": { request: Nothing; answer: Settings };
  "settings.change": { request: { language?: string; appearance?: "light" | "dark" | "system" }; answer: Settings };
}
