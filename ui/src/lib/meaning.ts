// What does an error mean for the shop? Most follow from where the error comes from.

/** The names in the catalogue `meanings`. */
export type Meaning = "nothing_changed" | "looks_first" | "nothing_more_sent" | "file_untouched";

const PREFIXES: [string, Meaning][] = [
  ["store_", "nothing_changed"],
  ["journal_", "nothing_more_sent"],
];

const ONES: Record<string, Meaning | null> = {
  store_connection_dropped: "looks_first",
  store_timed_out: "looks_first",
  store_answer_cut: "looks_first",
  store_answers_unmatched: "looks_first",
  store_too_many_requests: "nothing_more_sent",
  store_unavailable: "nothing_more_sent",
  store_server_failed: "nothing_more_sent",
  store_closed: "nothing_more_sent",
  store_forbidden: "nothing_more_sent",
  store_firewall: "nothing_more_sent",
  store_robot_check: "nothing_more_sent",
  store_login_wanted: "nothing_more_sent",
  store_rest_switched_off: "nothing_more_sent",
  store_plain_permalinks: "nothing_more_sent",
  store_no_woocommerce: "nothing_more_sent",
  store_answer_empty: "nothing_more_sent",
  store_answer_page: "nothing_more_sent",
  store_answer_php: "nothing_more_sent",
  practice_closed: "nothing_more_sent",
  store_name_empty: null,
  store_key_unknown: "nothing_changed",
  interrupted: null,
  internal: "nothing_more_sent",
  cancelled: null,
  too_much_change: "nothing_changed",
  run_owned: null,
  connection_busy: null,
};

const OF_FILES = new Set([
  "file_not_found",
  "is_directory",
  "not_a_file",
  "not_allowed",
  "file_empty",
  "file_stayed_empty",
  "no_rows",
  "not_a_table",
  "not_a_product_file",
  "format_not_supported",
  "encrypted_workbook",
  "broken_workbook",
  "no_sheet",
  "sheet_not_found",
  "sheet_without_table",
  "unpacked_too_large",
  "broken_markup",
  "nested_too_deeply",
  "broken_archive",
  "encrypted_archive",
  "no_table_in_archive",
  "archive_in_archive",
  "cell_too_long",
  "row_too_long",
  "too_many_columns",
  "far_cell",
  "endless_quote",
  "header_line_not_found",
  "broken_spool",
  "file_unreadable",
]);

export function meaningOf(code: string): Meaning | null {
  if (code in ONES) {
    return ONES[code] ?? null;
  }
  if (OF_FILES.has(code)) {
    return "file_untouched";
  }
  return PREFIXES.find(([start]) => code.startsWith(start))?.[1] ?? null;
}
