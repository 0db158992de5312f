// At which point of adding a shop does an error stand in the way?

/** What has to be so, in the order in which it is found out. */
export const POINTS = ["reach", "encrypted", "wordpress", "woocommerce", "key", "read", "write"] as const;
export type Point = (typeof POINTS)[number];

const CODES: Record<Exclude<Point, "write">, readonly string[]> = {
  reach: [
    "store_address_invalid",
    "store_name_unknown",
    "store_connection_refused",
    "store_unreachable",
    "store_connect_timed_out",
    "store_timed_out",
    "store_connection_dropped",
    "store_unavailable",
    "store_redirected",
    "store_server_failed",
    "store_too_many_requests",
  ],
  encrypted: [
    "store_plain_http",
    "store_certificate_untrusted",
    "store_certificate_expired",
    "store_certificate_for_another",
    "store_tls_failed",
    "store_authority_invalid",
    "store_no_trusted_authorities",
    "ca_file_unreadable",
  ],
  wordpress: [
    "store_no_rest_api",
    "store_plain_permalinks",
    "store_answer_not_json",
    "store_answer_cut",
    "store_answer_too_large",
    "store_answer_unexpected",
    "store_forbidden",
  ],
  woocommerce: ["store_no_woocommerce", "store_no_route"],
  key: ["store_key_unknown", "store_key_invalid", "store_key_refused", "store_refused"],
  read: ["store_key_cannot_read"],
};

/** The point where an error belongs; none for what has nothing to do with the shop, such as a name that is taken. */
export function pointOf(code: string): Point | null {
  const found = Object.entries(CODES).find(([, codes]) => codes.includes(code));
  return found ? (found[0] as Point) : null;
}
