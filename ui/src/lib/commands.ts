// What can be asked, as announced.

import type { Action } from "../bindings/Action";
import type { ApiError } from "../bindings/ApiError";
import type { BlankPolicy } from "../bindings/BlankPolicy";
import type { ChangeShown } from "../bindings/ChangeShown";
import type { Commands as Present } from "../bindings/commands";
import type { Fix } from "../bindings/Fix";
import type { Key } from "../bindings/Key";
import type { Mode } from "../bindings/Mode";
import type { Notation } from "../bindings/Notation";
import type { Nothing } from "../bindings/Nothing";
import type { Planned } from "../bindings/Planned";
import type { ProfileInfo } from "../bindings/ProfileInfo";
import type { ReadSettings } from "../bindings/ReadSettings";
import type { Recognised } from "../bindings/Recognised";
import type { Repair } from "../bindings/Repair";
import type { RunReport } from "../bindings/RunReport";
import type { SecretPlace } from "../bindings/SecretPlace";
import type { Severity } from "../bindings/Severity";
import type { Step } from "../bindings/Step";
import type { StoreInfo } from "../bindings/StoreInfo";

export interface RowsRead {
  count: number;
  estimated: number;
  is_complete: boolean;
  failed: ApiError | null;
  recognised: {
    platform: string;
    locale: string | null;
    confidence: number;
    reason: string;
    rows_need_joining: boolean;
    has_products: boolean;
  };
  format: Recognised;
  repairs: Repair[];
  columns: number;
  columns_imported: number;
  fits: boolean;
}

export interface DraftShown {
  draft: number;
  file: {
    kind: "file" | "upload" | "pasted";
    name: string;
    path: string | null;
    size: number;
    stands: "unchanged" | "changed" | "gone";
  };
  reading: ReadSettings;
  store: string | null;
  profile: string | null;
  mode: Mode;
  blank: BlankPolicy;
  match_keys: string[];
  step: string;
  view: unknown;
  can_undo: boolean;
  can_redo: boolean;
  begun_at: string;
  saved_at: string;
  rows: RowsRead | null;
}

export interface DraftIssue {
  row: number;
  code: string;
  severity: Severity;
  column: number | null;
  params: { [key in string]: string };
  fix: Fix | null;
}

export interface DraftRow {
  row: number;
  line: number;
  cells: string[];
  cut: number[];
  edited: number[];
  issues: DraftIssue[];
}

export interface RowsPage {
  rows: DraftRow[];
  total: number;
  is_complete: boolean;
}

export interface RowFilter {
  issue_code?: string | null;
  issue_column?: number | null;
  severity?: Severity | null;
  text?: string;
  edited?: boolean;
}

export interface DraftConstant {
  field: string;
  text: string;
}

export interface DraftColumn {
  column: number;
  name: string;
  field: string | null;
  suggested: string | null;
  confidence: number;
  is_sure: boolean;
  reason: { code: string; params: { [key in string]: string } };
  found_notation: Notation;
  notation: Notation;
  steps: Step[];
  blank: BlankPolicy | null;
  samples: string[];
  filled: number;
  distinct: number;
}

export interface DraftColumns {
  columns: DraftColumn[];
  constants: DraftConstant[];
}

export interface ColumnDecision {
  column: number;
  field?: string | null;
  notation?: Notation;
  steps?: Step[];
  blank?: BlankPolicy | null;
}

export interface FieldInfo {
  field: string;
  kind: string;
  choices: string[];
  takes_several: boolean;
}

export interface SampleTried {
  before: string;
  after: string | null;
  read: string | null;
  issues: DraftIssue[];
}

export interface DraftIssues {
  code: string;
  severity: Severity;
  column: number | null;
  count: number;
  rows: number;
  params: { [key in string]: string };
  fix: Fix | null;
}

export interface DraftChecked {
  is_current: boolean;
  rows: number;
  rows_out: number;
  rows_doubtful: number;
  issues: DraftIssues[];
}

export interface DraftEdited {
  cells: number;
  rows: number[];
  can_undo: boolean;
  can_redo: boolean;
}

export interface ChangesFilter {
  action?: Action | null;
  field?: string | null;
  text?: string;
  outcome?: string | null;
}

export interface ChangesPage {
  changes: ChangeShown[];
  total: number;
}

export interface RunSummary {
  fields: { field: string; count: number; taken: boolean }[];
  warnings: { code: string; params: { [key in string]: string } }[];
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

export interface Commands extends Omit<Present, "runs.changes"> {
  "runs.changes": {
    request: { run: number; from: number; count: number; filter?: ChangesFilter };
    answer: ChangesPage;
  };
  "runs.summary": { request: { run: number }; answer: RunSummary };
  "runs.choose": { request: { run: number; records?: number[]; fields?: string[]; take: boolean }; answer: RunSummary };
  "runs.begin": { request: { run: number }; answer: RunReport };
  "runs.pause": { request: { run: number }; answer: RunReport };
  "runs.go_on": { request: { run: number }; answer: RunReport };
  "runs.stop": { request: { run: number }; answer: RunReport };
  "drafts.begin": {
    request: { source: { path: string } | { upload: string } | { pasted: string }; store?: string };
    answer: DraftShown;
  };
  "drafts.list": { request: Nothing; answer: DraftShown[] };
  "drafts.show": { request: { draft: number }; answer: DraftShown };
  "drafts.remove": { request: { draft: number }; answer: null };
  "drafts.save_view": {
    request: { draft: number; step: string; view?: unknown; store?: string | null };
    answer: DraftShown;
  };
  "drafts.read_settings": { request: { draft: number; reading: ReadSettings }; answer: DraftShown };
  "drafts.rows": { request: { draft: number; from: number; count: number; filter?: RowFilter }; answer: RowsPage };
  "drafts.columns": { request: { draft: number }; answer: DraftColumns };
  "drafts.fields": { request: Nothing; answer: FieldInfo[] };
  "drafts.map": {
    request: {
      draft: number;
      columns?: ColumnDecision[];
      constants?: DraftConstant[];
      mode?: Mode;
      blank?: BlankPolicy;
      match_keys?: Key[];
    };
    answer: DraftColumns;
  };
  "drafts.try_steps": { request: ColumnDecision & { draft: number }; answer: SampleTried[] };
  "drafts.use_profile": { request: { draft: number; name: string | null }; answer: DraftColumns };
  "drafts.save_profile": { request: { draft: number; name: string }; answer: ProfileInfo };
  "drafts.check": { request: { draft: number }; answer: DraftChecked };
  "drafts.checked": { request: { draft: number }; answer: DraftChecked | null };
  "drafts.fix": {
    request: { draft: number; code: string; column?: number | null; rows?: number[] };
    answer: DraftEdited;
  };
  "drafts.edit": {
    request: { draft: number; cells: { row: number; column: number; text: string | null }[] };
    answer: DraftEdited;
  };
  "drafts.undo_edit": { request: { draft: number }; answer: DraftEdited };
  "drafts.redo_edit": { request: { draft: number }; answer: DraftEdited };
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
