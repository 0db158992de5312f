// What every browser test stands on: a prepared studio for each worker, and a page that may not complain.

import { test as base, expect, type Page } from "@playwright/test";
import { type Prepared, prepare } from "./prepared";

interface OfWorker {
  prepared: Prepared;
}

export const test = base.extend<{ quietPage: Page }, OfWorker>({
  prepared: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its first parameter
    async ({}, use) => {
      const prepared = await prepare();
      await use(prepared);
      await prepared.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  quietPage: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      // An answer that is an error is shown to the user; the browser notes it too.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await use(page);
    const refused = await page.evaluate(() => document.documentElement.dataset.refused ?? "");
    expect([...complaints, ...(refused ? [refused] : [])]).toEqual([]);
  },
});

export { expect };
