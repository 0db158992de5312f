// Says how many tests were not run, where there is no browser to run them in.

import type { FullConfig, Reporter, Suite } from "@playwright/test/reporter";

export default class Skipped implements Reporter {
  onBegin(_: FullConfig, suite: Suite): void {
    process.stdout.write(
      `SKIPPED: ${suite.allTests().length} tests, for want of Chromium (CHROMIUM names another one)\n`,
    );
  }
}
