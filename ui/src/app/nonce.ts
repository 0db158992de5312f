/**
 * The nonce that the content policy of this page view lets styles in with. Components that write styles while they run
 * pass it on. Empty where there is no such policy (development server, tests).
 */
export function styleNonce(): string {
  return document.querySelector<HTMLStyleElement>("style[nonce]")?.nonce ?? "";
}

declare global {
  interface Window {
    __webpack_nonce__?: string;
  }
}

/** Some components look for the nonce under this name, which bundlers of old gave to it. */
export function shareNonce(): void {
  window.__webpack_nonce__ = styleNonce();
}
