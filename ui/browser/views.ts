// Every view there is: where it lies, and what is pressed to see it.

import type { Page } from "@playwright/test";
import { LINEN, type Prepared } from "./prepared";
import type { Say } from "./words";

export interface View {
  name: string;
  /** Where it lies, behind the #. */
  at: (prepared: Prepared) => string;
  /** What is done there to see it. */
  open?: (page: Page, say: Say) => Promise<unknown>;
  /** In a studio in which nobody has done anything yet. */
  isFresh?: boolean;
}

const wizard =
  (name: keyof Prepared["drafts"], search = "") =>
  (prepared: Prepared) =>
    `/import/${prepared.drafts[name]}${search}`;
const run =
  (name: keyof Prepared["runs"], search = "") =>
  (prepared: Prepared) =>
    `/history/${prepared.runs[name]}${search}`;
/** A second file: what lies in the storehouse, by the article numbers of the sample. */
const STOCK = "Article;Storehouse;Pieces\nTOW-TEA;North;14\nKF-1001;South;3\nKF-1003;South;8\n";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).first().click();
const firstChange = (page: Page) => page.locator('.ag-cell[col-id="action"]').first().click();

export const VIEWS: readonly View[] = [
  { name: "start, nothing begun", at: () => "/", isFresh: true },
  { name: "history, empty", at: () => "/history", isFresh: true },
  { name: "stores, none", at: () => "/stores", isFresh: true },
  { name: "profiles, none", at: () => "/profiles", isFresh: true },
  { name: "folders, none", at: () => "/watching", isFresh: true },
  { name: "start", at: () => "/" },
  {
    name: "start, put away",
    at: () => "/",
    open: (page, say) =>
      page.getByRole("button", { name: say("importing.drafts.remove_named", { name: "descriptions.csv" }) }).click(),
  },
  {
    name: "start, from a web address",
    at: () => "/",
    open: (page, say) => press(page, say("importing.start.web")),
  },
  { name: "file", at: wizard("file") },
  {
    name: "file, read otherwise",
    at: wizard("file"),
    open: (page, say) => press(page, say("importing.file.otherwise")),
  },
  {
    name: "file, a second file",
    at: wizard("file"),
    open: async (page, say) => {
      const chosen = page.waitForEvent("filechooser");
      await press(page, say("importing.second.add"));
      await (await chosen).setFiles({ name: "stock.csv", mimeType: "text/csv", buffer: Buffer.from(STOCK) });
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "file, of another platform", at: wizard("movedFile") },
  { name: "columns", at: wizard("columns") },
  { name: "columns, of another platform", at: wizard("movedColumns") },
  {
    name: "columns, rows with variants",
    at: wizard("sizes"),
    open: async (page, say) => {
      await press(page, say("importing.shape.look"));
      await page.getByText(say("importing.shape.after"), { exact: true }).waitFor();
    },
  },
  {
    name: "columns, one column",
    at: wizard("columns"),
    open: (page) => page.getByRole("button", { name: /RRP incl\. VAT/ }).click(),
  },
  {
    name: "columns, values cleaned up",
    at: wizard("columns"),
    open: async (page, say) => {
      await page.getByRole("button", { name: /^Cat/ }).click();
      await press(page, say("importing.clean.open"));
    },
  },
  { name: "check", at: wizard("check") },
  { name: "check, of another platform", at: wizard("movedCheck") },
  { name: "check, rows made into products", at: wizard("shaped") },
  {
    name: "check, one kind",
    at: wizard("check"),
    open: (page) => page.locator("aside button[aria-pressed]").nth(1).click(),
  },
  {
    name: "check, a long text",
    at: wizard("long"),
    open: (page) => page.getByRole("gridcell", { name: /A tea towel for glasses/ }).dblclick(),
  },
  { name: "changes", at: wizard("changes") },
  { name: "changes, one field", at: wizard("changes", "?field=regular_price") },
  { name: "changes, one product", at: wizard("changes"), open: firstChange },
  { name: "changes, of another platform", at: wizard("movedChanges") },
  { name: "changes, rows that are skipped", at: wizard("changes", "?part=rows") },
  { name: "changes, an accident", at: wizard("accident") },
  { name: "run, paused", at: wizard("run") },
  { name: "result", at: wizard("result") },
  { name: "result, one product", at: wizard("result"), open: firstChange },
  {
    name: "result, undo",
    at: wizard("result"),
    open: async (page, say) => {
      await press(page, say("importing.undo.open"));
      await page
        .getByRole("dialog")
        .getByRole("button", { name: say("everywhere.cancel") })
        .waitFor();
    },
  },
  { name: "history", at: () => "/history" },
  { name: "history, nothing fits", at: () => "/history?text=nowhere" },
  { name: "one run", at: run("done") },
  {
    name: "one run, only some fields",
    at: run("done", "?field=regular_price"),
    open: async (page, say) => {
      await press(page, say("history.run.undo_more"));
      await page.getByRole("menuitem", { name: say("history.run.undo_fields") }).click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: say("history.run.undo_fields_go") })
        .waitFor();
    },
  },
  { name: "one run, one product", at: run("done"), open: firstChange },
  { name: "one run, rows that stayed out", at: run("done", "?part=rows") },
  { name: "one run, categories", at: run("done", "?part=terms") },
  { name: "one run, taken back", at: run("undone") },
  { name: "undo", at: (prepared) => `/history/${prepared.runs.done}/undo` },
  {
    name: "undo, edited since",
    at: (prepared) => `/history/${prepared.runs.edited}/undo`,
    open: (page, say) => page.getByText(say("history.undo.parts.edited", { count: 1 })).click(),
  },
  {
    name: "undo, one field of what was edited",
    at: (prepared) => `/history/${prepared.runs.edited}/undo`,
    open: async (page, say) => {
      await page.getByText(say("history.undo.parts.edited", { count: 1 })).click();
      await page
        .getByRole("radiogroup", { name: say("history.edited.one", { label: say("fields.name") }) })
        .getByText(say("history.edited.back"), { exact: true })
        .click();
      const what = say("everywhere.counted.product", { count: 2 });
      await page.getByRole("button", { name: say("history.undo.go", { what }), exact: true }).waitFor();
    },
  },
  { name: "a run that is not there", at: () => "/history/4711" },
  { name: "an import that is not there", at: () => "/import/4711" },
  { name: "stores", at: () => "/stores" },
  {
    name: "stores, change one",
    at: () => "/stores",
    open: (page, say) =>
      shopsOwn(page)
        .getByRole("button", { name: say("stores.change") })
        .click(),
  },
  {
    name: "stores, test one",
    at: () => "/stores",
    open: async (page, say) => {
      await shopsOwn(page)
        .getByRole("button", { name: say("stores.test") })
        .click();
      await page.getByText(say("stores.answers")).first().waitFor();
    },
  },
  {
    name: "stores, set the practice store back",
    at: () => "/stores",
    open: (page, say) => press(page, say("stores.practice.reset")),
  },
  { name: "add a store", at: () => "/stores/add" },
  {
    name: "add a store, nobody answers",
    at: () => "/stores/add",
    open: async (page, say) => {
      await page.getByLabel(say("stores.adding.url"), { exact: true }).fill("http://127.0.0.1:9");
      await page.getByLabel(say("stores.adding.name"), { exact: true }).fill("Anchor & Sons");
      await page.getByLabel(say("stores.adding.key"), { exact: true }).fill("ck_1");
      await page.getByLabel(say("stores.adding.secret"), { exact: true }).fill("cs_1");
      await press(page, say("stores.adding.go"));
      await page.getByText(say("stores.point.reach.unreached")).waitFor();
    },
  },
  { name: "profiles", at: () => "/profiles" },
  { name: "profiles, one", at: () => "/profiles", open: (page, say) => press(page, say("profiles.show")) },
  { name: "profiles, remove", at: () => "/profiles", open: (page, say) => press(page, say("profiles.remove")) },
  { name: "folders", at: () => "/watching" },
  { name: "folders, add one", at: () => "/watching", open: (page, say) => press(page, say("watching.add")) },
  {
    name: "folders, what came in",
    at: () => "/watching",
    open: (page, say) => press(page, say("watching.arrivals", { count: 1 })),
  },
  { name: "folders, remove", at: () => "/watching", open: (page, say) => press(page, say("watching.remove")) },
  { name: "settings", at: () => "/settings" },
  { name: "palette", at: () => "/settings", open: (page) => page.keyboard.press("ControlOrMeta+k") },
  { name: "shortcuts", at: () => "/settings", open: (page) => page.keyboard.press("ControlOrMeta+/") },
  { name: "no such page", at: () => "/nowhere" },
];

function shopsOwn(page: Page) {
  return page.getByRole("listitem").filter({ hasText: LINEN });
}

/** Shows a view and waits until nothing of it is under way. */
export async function show(page: Page, view: View, prepared: Prepared, say: Say): Promise<void> {
  if (await page.getByRole("dialog").isVisible()) {
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  // Past a page that nothing else leads to, so that no dialog and no choice of the view before is left.
  await page.evaluate(() => {
    location.hash = "#/-";
  });
  await page.getByText(say("shell.not_here")).waitFor();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, view.at(prepared));
  if (view.name !== "no such page") {
    await page.getByText(say("shell.not_here")).waitFor({ state: "detached" });
  }
  await settled(page);
  if (view.open) {
    await view.open(page, say);
    await settled(page);
  }
}

/** Nothing loads, nothing is a placeholder, and nothing has changed for a moment. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = window as { lastChange?: number };
    if (seen.lastChange === undefined) {
      const note = () => {
        seen.lastChange = performance.now();
      };
      new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true });
    }
    seen.lastChange = performance.now();
  });
  const isStill = () => {
    const waits = '.mantine-Skeleton-root, .mantine-Loader-root, .ag-loading, [aria-busy="true"]';
    const { lastChange = 0 } = window as { lastChange?: number };
    return performance.now() - lastChange > 80 && document.querySelector(waits) === null;
  };
  await page.waitForFunction(isStill, undefined, { polling: 20 });
}
