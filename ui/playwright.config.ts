import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's Chromium, or the one that somebody names. Nothing is downloaded. */
const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
const isThere = existsSync(executablePath);
if (!isThere && process.env.CI) {
  throw new Error(`There is no ${executablePath}, and these tests are not to be skipped here.`);
}

export default defineConfig({
  testDir: "browser",
  // Where there is no browser nothing is run, and that is said.
  grep: isThere ? /./ : /^$/,
  ...(isThere ? {} : { reporter: [["./browser/skipped.ts"]] }),
  outputDir: process.env.LONGSHORE_BROWSER_FOLDER || "node_modules/.browser",
  reporter: isThere ? "list" : [["./browser/skipped.ts"]],
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // What fails beside a busy neighbour and passes by itself is told as flaky.
  retries: 1,
  forbidOnly: true,
  projects: [
    { name: "tests", testIgnore: "shots.spec.ts" },
    { name: "shots", testMatch: "shots.spec.ts" },
  ],
  use: {
    launchOptions: { executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] },
    locale: "en-GB",
    viewport: { width: 960, height: 640 },
    actionTimeout: 15_000,
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
  },
});
