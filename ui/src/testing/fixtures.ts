// For tests: answers as the program gives them.

import type { DraftColumn } from "../bindings/DraftColumn";
import type { DraftShown } from "../bindings/DraftShown";
import type { RunReport } from "../bindings/RunReport";
import type { StoreInfo } from "../bindings/StoreInfo";
import type { WatchedShown } from "../bindings/WatchedShown";

const found = <T>(value: T, code = "usual") => ({ value, reason: { code }, overruled: false });

export const linen: StoreInfo = {
  name: "Linen & Co",
  url: "https://linen.example/",
  key: "ck_1",
  secret_kept_in: "keychain",
  facts: {
    currency: "EUR",
    decimal: "comma",
    price_decimals: 2,
    weight_unit: "kg",
    dimension_unit: "cm",
    version: "10.5.0",
    access: { read: true, write: true },
    is_practice: false,
  },
  is_practice: false,
  has_authority: false,
  key_shown: "header",
  is_readable_by_others: false,
  speed: "usual",
  keep: "forever",
};

export function draft(change: Partial<DraftShown> = {}): DraftShown {
  return {
    draft: 7,
    file: { kind: "file", name: "price-list.csv", path: "/files/price-list.csv", size: 84_000, stands: "unchanged" },
    reading: { encoding: null, delimiter: null, header_row: null, sheet: null },
    second: null,
    store: "Linen & Co",
    profile: null,
    misfit: null,
    kind: null,
    mode: "create_update",
    blank: "keep",
    shop_keeps: [],
    on_edit: "skip",
    takes: [],
    match_keys: ["sku"],
    step: "file",
    view: {},
    run: null,
    edits: { cells: 0, aside: 0, can_undo: false, can_redo: false },
    begun_at: "2026-11-20T10:00:00Z",
    saved_at: "2020-11-20T10:05:00Z",
    rows: {
      count: 1505,
      estimated: 1505,
      is_complete: true,
      failed: null,
      recognised: {
        platform: "",
        locale: null,
        confidence: 0,
        reason: "nothing_known",
        rows_need_joining: false,
        has_products: true,
      },
      format: {
        format: found("csv" as never),
        encoding: found("UTF-8", "valid_utf8"),
        delimiter: found(";", "rows_alike"),
        quote: null,
        escape: null,
        header_row: found(1, "names_above_values"),
        sheet: null,
        sheets: [],
      },
      joined: null,
      repairs: [{ code: "short_row", count: 3, lines: [4, 9, 12] }],
      columns: 3,
      columns_imported: 2,
      fits: false,
    },
    ...change,
  };
}

export function column(change: Partial<DraftColumn> & Pick<DraftColumn, "column" | "name">): DraftColumn {
  return {
    field: null,
    suggested: null,
    confidence: 0,
    is_sure: false,
    reason: { code: "nothing_fits", params: {} },
    found_notation: {},
    seen: {
      cells: 0,
      truths: 0,
      list: null,
      lists: 0,
      markup: null,
      marked_up: 0,
      unit: null,
      units: 0,
      currency: null,
      currencies: 0,
      percents: 0,
    },
    decimal_reason: "none_seen",
    date_reason: "none_seen",
    notation: {},
    steps: [],
    blank: null,
    may_stay: false,
    from: [],
    samples: [],
    filled: 1505,
    distinct: 1505,
    ...change,
  };
}

export const columns = {
  columns: [
    column({
      column: 0,
      name: "SKU",
      field: "sku",
      suggested: "sku",
      confidence: 100,
      is_sure: true,
      reason: { code: "export_label", params: {} },
      samples: ["A-1", "A-2"],
    }),
    column({
      column: 1,
      name: "VK brutto",
      field: "regular_price",
      suggested: "regular_price",
      confidence: 62,
      reason: { code: "synonym", params: { word: "vk" } },
      samples: ["19,90"],
    }),
    column({ column: 2, name: "Lagerort", samples: ["B3"] }),
  ],
  constants: [],
};

export function report(change: Partial<RunReport> = {}): RunReport {
  const none = {
    rows: 0,
    records: 0,
    create: 0,
    update: 0,
    delete: 0,
    unchanged: 0,
    skipped: 0,
    failed: 0,
    conflict: 0,
    altered: 0,
    unknown: 0,
  };
  return {
    run: 12,
    status: "planned",
    kind: "import",
    store: "Linen & Co",
    file: "price-list.csv",
    profile: null,
    now: null,
    error: null,
    ended_at: null,
    reduced_at: null,
    counts: { ...none, rows: 1505, records: 1505, update: 312, create: 4, unchanged: 1189 },
    terms: none,
    pending: 316,
    seconds: 0,
    records_per_second: 0,
    at: "2026-11-20T10:10:00Z",
    ...change,
  };
}

/** A folder that is watched, in which nothing waits. */
export function watched(change: Partial<WatchedShown> = {}): WatchedShown {
  return {
    watched: 1,
    folder: "/lists",
    store: "Linen & Co",
    profile: null,
    most_change: null,
    missing: null,
    pictures_from: null,
    stands: "watching",
    error: null,
    added_at: "2026-11-20T09:00:00Z",
    last: null,
    arrivals: 0,
    need_you: 0,
    ...change,
  };
}
