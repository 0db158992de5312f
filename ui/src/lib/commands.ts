// What can be asked, as announced.

import type { ApiError } from "../bindings/ApiError";
import type { Commands as Present } from "../bindings/commands";
import type { MostChange } from "../bindings/MostChange";
import type { Nothing } from "../bindings/Nothing";
import type { Profile } from "../bindings/Profile";
import type { SecretPlace } from "../bindings/SecretPlace";
import type { StoreFacts } from "../bindings/StoreFacts";
import type { StoreInfo } from "../bindings/StoreInfo";

export type BadDay = "off" | "slow" | "errors" | "lost_answers" | "outage";

export interface PracticeShown {
  is_running: boolean;
  url: string | null;
  store: string | null;
  bad_day: BadDay;
}

export type Speed = "usual" | { per_second: number };

/** A store as it is known now. */
export type StoreKnown = StoreInfo & { is_practice: boolean; has_authority: boolean; speed: Speed };

export type StoreStep = "address" | "reach" | "shop" | "key" | "read" | "write";

export interface StoreTry {
  url: string;
  key: string;
  secret: string;
  ca_file?: string | null;
}

export interface StoreTried {
  steps: { step: StoreStep; state: "passed" | "failed" | "open"; error: ApiError | null }[];
  can_be_added: boolean;
  url: string | null;
  facts: StoreFacts | null;
}

export type Theme = "light" | "dark" | "system";

export interface SettingsShown {
  language: string | null;
  theme: Theme;
  requests_per_second: number;
  folders: { data: string; logs: string; journal_bytes: number };
}

export interface SettingsSet {
  language?: string;
  theme?: Theme;
  requests_per_second?: number;
  words?: { [code: string]: string };
}

export interface ArrivalShown {
  at: string;
  what: string;
  file: string;
  run: number | null;
  rejects: string | null;
  error: { code: string; params: { [key in string]: string } } | null;
}

export interface WatchedShown {
  watched: number;
  folder: string;
  store: string;
  profile: string | null;
  most_change: MostChange | null;
  stands: "watching" | "waiting" | "paused" | "failing" | "asleep";
  error: ApiError | null;
  added_at: string;
  last: ArrivalShown | null;
  arrivals: number;
}

export interface Commands extends Omit<Present, "stores.list"> {
  "stores.list": { request: Nothing; answer: StoreKnown[] };
  "stores.try": { request: StoreTry; answer: StoreTried };
  "stores.add": { request: StoreTry & { name: string; keep_secret_in: SecretPlace }; answer: StoreKnown };
  "stores.change": { request: { name: string; new_name?: string; speed?: Speed }; answer: StoreKnown };
  "profiles.rename": { request: { name: string; new_name: string }; answer: Profile };
  "profiles.remove": { request: { name: string }; answer: null };
  "practice.show": { request: Nothing; answer: PracticeShown };
  "practice.start": { request: { name?: string }; answer: PracticeShown };
  "practice.stop": { request: Nothing; answer: PracticeShown };
  "practice.reset": { request: Nothing; answer: PracticeShown };
  "practice.bad_day": { request: { bad_day: BadDay }; answer: PracticeShown };
  "settings.show": { request: Nothing; answer: SettingsShown };
  "settings.set": { request: SettingsSet; answer: SettingsShown };
  "watched.list": { request: Nothing; answer: WatchedShown[] };
  "watched.add": {
    request: { folder: string; store: string; profile?: string | null; most_change?: MostChange | null };
    answer: WatchedShown;
  };
  "watched.pause": { request: { watched: number }; answer: WatchedShown };
  "watched.go_on": { request: { watched: number }; answer: WatchedShown };
  "watched.remove": { request: { watched: number }; answer: null };
  "watched.arrivals": {
    request: { watched: number; from: number; count: number };
    answer: { arrivals: ArrivalShown[]; total: number };
  };
}
