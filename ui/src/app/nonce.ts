/**
 * The nonce that the content policy of this page view lets styles in with. Components that write styles while they run
 * pass it on. Empty where there is no such policy (development server, tests).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLStyleElement>("style[nonce]")?.nonce ?? "";
}
