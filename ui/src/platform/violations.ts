// What the content policy refused, noted on the page itself: nothing of the interface may ever be refused, and whoever
// looks after it (a test first of all) finds it here.

/** Notes from now on, in `data-refused` of the page's root. */
export function noteViolations(page: Document = document): void {
  page.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
    const root = page.documentElement;
    const noted = root.dataset.refused?.split("\n") ?? [];
    // The first ones tell enough.
    if (noted.length < 20) {
      root.dataset.refused = [...noted, `${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`].join("\n");
    }
  });
}
