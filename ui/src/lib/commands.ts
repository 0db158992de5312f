// What can be asked, as announced.

export type Nothing = Record<string, never>;
export type SecretPlace = "keychain" | "environment" | "file";
export type RunStatus = "planned" | "running" | "paused" | "interrupted" | "completed" | "cancelled";
export type Severity = "note" | "warning" | "error";
export type Entity = "product" | "variation" | "category" | "tag" | "brand" | "attribute" | "term" | "shipping_class";
export type Action = "create" | "update" | "delete" | "trash";
export type Mode = "create_update" | "create" | "update" | "delete";
export type BlankPolicy = "keep" | "clear";
export type Fix = "clear" | { cell: string };

export interface ApiErrorTold {
  code: string;
  params: Record<string, string>;
  detail?: string;
  hint?: string;
}

export interface StoreFacts {
  currency: string;
  decimal: "point" | "comma";
  price_decimals: number;
  weight_unit: string;
  dimension_unit: string;
  version: string;
  access: { read: boolean; write: boolean };
  is_practice: boolean;
}

export interface StoreInfo {
  name: string;
  url: string;
  key: string;
  secret_kept_in: SecretPlace;
  facts: StoreFacts | null;
}

export interface ReadSettings {
  encoding?: string | null;
  delimiter?: string | null;
  quote?: string | null;
  header_row?: number | null;
  sheet?: string | null;
}

export interface Reason {
  code: string;
  params?: [string, string][];
}

export interface Detected<T> {
  value: T;
  reason: Reason;
  overruled: boolean;
}

export interface Recognised {
  format: Detected<string>;
  encoding: Detected<string> | null;
  delimiter: Detected<string> | null;
  quote: Detected<string | null> | null;
  header_row: Detected<number>;
  sheet: Detected<string> | null;
  sheets: { name: string; rows?: number | null; hidden?: boolean }[];
}

export interface Repair {
  code: string;
  count: number;
  lines: number[];
}

export interface RowsRead {
  count: number;
  estimated: number;
  is_complete: boolean;
  failed: ApiErrorTold | null;
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

export interface DraftRow {
  row: number;
  line: number;
  cells: string[];
  cut: number[];
  edited: number[];
}

export interface RowsPage {
  rows: DraftRow[];
  total: number;
  is_complete: boolean;
}

export interface Settings {
  language: string | null;
  appearance: "light" | "dark" | "system";
}

export interface Commands {
  "calls.cancel": { request: { call: string }; answer: { cancelled: boolean } };
  "stores.list": { request: Nothing; answer: StoreInfo[] };
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
  "drafts.rows": { request: { draft: number; from: number; count: number }; answer: RowsPage };
  "settings.show": { request: Nothing; answer: Settings };
  "settings.change": { request: { language?: string; appearance?: "light" | "dark" | "system" }; answer: Settings };
}
