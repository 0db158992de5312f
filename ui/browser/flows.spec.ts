// Everything that can be done, once, as somebody does it who has only the window.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { LINEN, PRACTICE, product, SAMPLE, SUPPLIER, stands } from "./prepared";
import { openShop, openStudio, type Shop, type Studio } from "./program";
import { saying } from "./words";
import { expect, test as quiet } from "./world";

const say = saying("en");

interface Flow {
  /** A studio that knows the practice store, and a page that shows it. */
  studio: Studio;
  /** A shop beside the practice store, that Longshore does not know yet. */
  shop: Shop;
  window: Page;
}

const test = quiet.extend<Flow>({
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its first parameter
  studio: async ({}, use) => {
    const studio = await openStudio();
    await studio.ask("practice.start", { name: PRACTICE });
    await studio.ask("settings.set", { language: "en", theme: "light", requests_per_second: 100 });
    await use(studio);
    await studio.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  shop: async ({}, use) => {
    const shop = await openShop();
    await use(shop);
    await shop.close();
  },
  window: async ({ quietPage, studio }, use) => {
    await quietPage.setViewportSize({ width: 1280, height: 800 });
    await quietPage.goto(studio.url);
    // Keys are heard once there is something to see.
    await quietPage.getByRole("link", { name: say("shell.history") }).waitFor();
    await use(quietPage);
  },
});

const press = (page: Page, key: string, params?: Record<string, string | number>) =>
  page.getByRole("button", { name: say(key, params), exact: true }).click();

/** How many records the main button says that it changes, whatever it does to them. */
const changedBy = async (page: Page) => {
  const text = await page.getByRole("button", { name: /^(Add|Change|Remove) \d/ }).innerText();
  return (text.match(/\d+/g) ?? []).reduce((sum, number) => sum + Number(number), 0);
};

/** The step at which the wizard stands. */
const standsAt = (page: Page, step: string) =>
  expect(page.locator('[aria-current="step"]')).toContainText(say(`importing.steps.${step}`));

const go = (page: Page, hash: string) =>
  page.evaluate((to) => {
    location.hash = to;
  }, hash);

/** A cell of a grid, by its row from the top and the heading of its column. */
async function cell(page: Page, row: number, heading: string) {
  const header = page.locator(".ag-header-cell", { hasText: heading }).first();
  const column = await header.getAttribute("col-id");
  return page.locator(`.ag-row[row-index="${row}"] .ag-cell[col-id="${column}"]`);
}

async function knows(studio: Studio, shop: Shop, name = LINEN) {
  const { url, key, secret } = shop;
  await studio.ask("stores.add", { name, url, key, secret, keep_secret_in: "file" });
}

/** A product as the shop has it now. */
async function found(shop: Shop, sku: string): Promise<Record<string, unknown>> {
  const [first] = (await shop.ask("GET", `/wp-json/wc/v3/products?sku=${sku}`)) as Record<string, unknown>[];
  return first ?? {};
}

/** Imports a table into a store, past the window. */
async function imported(studio: Studio, store: string, table: string, name = "prices.csv"): Promise<number> {
  const { draft } = await studio.ask("drafts.begin", { source: await studio.upload(name, table), store });
  await studio.ask("drafts.check", { draft });
  const run = (await studio.ask("drafts.plan", { draft, store })).run.run ?? 0;
  await studio.ask("runs.begin", { run });
  await stands(studio, run, "completed");
  await studio.ask("drafts.remove", { draft });
  return run;
}

test("a price list goes from the file into the shop and is taken back", async ({ window: page, studio, shop }) => {
  await knows(studio, shop);
  const before = await shop.ask("GET", "/wp-json/wc/v3/products?sku=TOW-TEA");

  const dialog = page.waitForEvent("filechooser");
  await press(page, "importing.start.choose");
  await (await dialog).setFiles(SAMPLE);
  await standsAt(page, "file");
  await expect(page.getByText("supplier-price-list.csv").first()).toBeVisible();
  await page.getByRole("radio", { name: LINEN }).click();
  await page.getByRole("button", { name: /^(Match the columns|Check the rows)$/ }).click();
  const columns = page.getByRole("button", { name: say("importing.columns.to_check"), exact: true });
  await expect(page.locator('[aria-current="step"]')).not.toContainText(say("importing.steps.file"));
  if (await page.getByRole("region", { name: say("importing.columns.title") }).isVisible()) {
    await columns.click();
  }

  await standsAt(page, "check");
  await expect(page.getByText(say("importing.check.some_out", { out: 1, rows: 18 }))).toBeVisible();
  const price = await cell(page, 0, "Regulärer Preis");
  await price.dblclick();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("16,25");
  await page.keyboard.press("Enter");
  await expect(price).toHaveText("16,25");
  await press(page, "palette.deed.undo");
  await expect(price).toHaveText("15,50");
  await press(page, "palette.deed.redo");
  await expect(price).toHaveText("16,25");
  // A kind of doubt is chosen: only its rows are shown, and they are mended alike.
  await page.getByRole("button", { name: /sale price/i }).click();
  await expect(page.getByText(say("importing.check.found", { count: 1 }))).toBeVisible();
  await page.getByRole("button", { name: /^(Correct|Empty) / }).click();
  await expect(page.getByText(say("importing.check.found", { count: 1 }))).toBeHidden();

  await press(page, "importing.check.to_changes");
  await standsAt(page, "changes");
  await expect.poll(() => changedBy(page)).toBe(16);
  await page.getByRole("checkbox", { name: say("everywhere.take", { label: "KF-1001" }) }).click();
  await expect.poll(() => changedBy(page)).toBe(15);
  await page
    .getByRole("checkbox", {
      name: say("importing.changes.take_field", { field: say("fields.stock_quantity") }),
      exact: true,
    })
    .click();

  const held = await shop.hold("KF-1002");
  await page.getByRole("button", { name: /^(Add|Change) \d/ }).click();
  await standsAt(page, "run");
  await held.arrived();
  await press(page, "importing.run.pause");
  await expect(page.getByText(say("importing.run.pausing"))).toBeVisible();
  await held.release();
  await expect(page.getByText(say("importing.run.paused", { store: LINEN }))).toBeVisible();
  await press(page, "importing.run.go_on");

  await standsAt(page, "result");
  await expect(page.getByText(/(added|changed).* in Linen & Co/)).toBeVisible();
  const [towel] = (await shop.ask("GET", "/wp-json/wc/v3/products?sku=TOW-TEA")) as Record<string, unknown>[];
  expect([towel?.regular_price, towel?.stock_quantity]).toEqual(["16.25", 120]);
  expect(await shop.ask("GET", "/wp-json/wc/v3/products?sku=KF-1001")).toEqual([]);

  await press(page, "importing.undo.open");
  await page.getByRole("button", { name: /^(Put|Remove) \d/ }).click();
  await expect(page.getByRole("heading", { name: "Undo of no. 1" })).toBeVisible();
  await expect(page.getByText(say("history.status.completed")).first()).toBeVisible();
  const now = async () => (await shop.ask("GET", "/wp-json/wc/v3/products?sku=TOW-TEA")) as Record<string, unknown>[];
  await expect
    .poll(async () => (await now()).map(timeless))
    .toEqual((before as Record<string, unknown>[]).map(timeless));

  // The import still stands at its result, with what it had to say.
  await go(page, "/");
  await page.getByRole("link", { name: /supplier-price-list\.csv/ }).click();
  await standsAt(page, "result");
  await press(page, "importing.result.finish");
  await expect(page.getByRole("heading", { name: say("importing.start.title") })).toBeVisible();
});

/** A product without the moments at which it was touched. */
function timeless(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith("date_modified")));
}

/** Goes on with the Tab key until this has the focus, or something within it, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator) {
  await wanted.waitFor();
  for (let steps = 0; steps < 40; steps += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element.contains(document.activeElement))) {
      return;
    }
  }
  throw new Error(`forty times Tab do not lead to ${wanted}`);
}

test("the whole way from the file to the undo is walked by keys alone", async ({ window: page }) => {
  const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
  const follow = async (name: string | RegExp) => {
    await tabTo(page, button(name));
    await page.keyboard.press("Enter");
  };
  await follow(say("shell.skip"));
  const dialog = page.waitForEvent("filechooser");
  await follow(say("importing.start.choose"));
  await (await dialog).setFiles(SAMPLE);
  await standsAt(page, "file");
  await follow(say("importing.file.to_columns"));
  await standsAt(page, "columns");
  // Past all columns there is a key.
  await page.keyboard.press("ControlOrMeta+Enter");
  await standsAt(page, "check");
  await expect(page.getByText(say("importing.check.some_out", { out: 1, rows: 18 }))).toBeVisible();
  await follow(say("importing.check.to_changes"));
  await standsAt(page, "changes");
  // A record is left out from within the list: Tab leads to the grid, arrows lead through it.
  await tabTo(page, page.getByRole("grid"));
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => changedBy(page)).toBe(16);
  await page.keyboard.press("Space");
  await expect.poll(() => changedBy(page)).toBe(15);
  await follow(/^(Add|Change) \d/);
  await standsAt(page, "result");
  await follow(say("importing.undo.open"));
  await follow(/^(Put|Remove) \d/);
  await expect(page.getByRole("heading", { name: "Undo of no. 1" })).toBeVisible();
  await expect(page.getByText(say("history.status.completed")).first()).toBeVisible();
});

test("a file is dropped and a table is pasted", async ({ window: page }) => {
  const dropped = Buffer.from("SKU,Name,Regular price\nROPE-1,Rope,19.90\n").toString("base64");
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    const file = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([file], "spring list.csv", { type: "text/csv" }));
    return transfer;
  }, dropped);
  await go(page, "/settings");
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await expect(page.getByText(say("shell.drop"))).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await standsAt(page, "file");
  await expect(page.getByText("spring list.csv").first()).toBeVisible();

  await go(page, "/");
  await page.getByRole("heading", { name: say("importing.start.title") }).waitFor();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "SKU\tRegular price\nTOW-TEA\t15.00\n");
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await standsAt(page, "file");
  await expect(page.getByText(say("importing.pasted_table")).first()).toBeVisible();
  // What was begun is found again.
  await go(page, "/");
  await expect(page.getByRole("link", { name: /spring list\.csv/ })).toBeVisible();
  await page.getByRole("link", { name: new RegExp(say("importing.pasted_table")) }).click();
  await standsAt(page, "file");
});

test("the sample is tried in the practice store", async ({ window: page }) => {
  await press(page, "importing.start.sample");
  await standsAt(page, "file");
  await expect(page.getByRole("radio", { name: PRACTICE })).toBeChecked();
  await expect(page.getByText("supplier-price-list.csv").first()).toBeVisible();
});

test("columns that nobody knows are matched, and remembered as a profile", async ({ window: page, studio }) => {
  const list = join(studio.folder, "spring-offer.csv");
  await writeFile(list, SUPPLIER);
  const dialog = page.waitForEvent("filechooser");
  await press(page, "importing.start.choose");
  await (await dialog).setFiles(list);
  await press(page, "importing.file.to_columns");
  await standsAt(page, "columns");
  const field = page.getByRole("combobox", { name: say("importing.columns.field_of", { name: "Cat" }) });
  await field.fill("categ");
  await page
    .getByRole("option", { name: /categor/i })
    .first()
    .click();
  await page.getByRole("textbox", { name: say("importing.profile.save_as") }).fill("Spring offer");
  await press(page, "everywhere.save");
  await expect(page.getByText(say("importing.profile.saved", { name: "Spring offer" }))).toBeVisible();

  // The next such file is known by its columns.
  await go(page, "/");
  const again = page.waitForEvent("filechooser");
  await press(page, "importing.start.choose");
  await (await again).setFiles(list);
  await standsAt(page, "file");
  await expect(page.getByText(/Spring offer/).first()).toBeVisible();

  await go(page, "/profiles");
  await press(page, "profiles.rename");
  await page.getByRole("textbox", { name: say("profiles.name") }).fill("Spring and summer");
  await press(page, "everywhere.save");
  await expect(page.getByText("Spring and summer", { exact: true })).toBeVisible();
  await press(page, "profiles.show");
  await expect(page.getByRole("cell", { name: "RRP incl. VAT" })).toBeVisible();
  await page.keyboard.press("Escape");
  const saved = page.waitForEvent("download");
  await press(page, "profiles.to_file");
  expect((await saved).suggestedFilename()).toBe("Spring and summer.json");
  await press(page, "profiles.remove");
  await press(page, "profiles.remove_go");
  await expect(page.getByText(say("profiles.none"))).toBeVisible();
  const brought = page.waitForEvent("filechooser");
  await press(page, "profiles.from_file");
  await (await brought).setFiles(await (await saved).path());
  await expect(page.getByText("Spring and summer", { exact: true })).toBeVisible();
});

test("a long text is edited whole beside the rows, and the edit is taken back", async ({ window: page, studio }) => {
  const long = "Woven on our own looms.\n".repeat(60).trimEnd();
  const table = `SKU,Name,Description\nTOW-NEW,Towel,"${long}"\nTOW-OLD,Towel,Short.`;
  const { draft } = await studio.ask("drafts.begin", { source: await studio.upload("texts.csv", table) });
  await studio.ask("drafts.check", { draft });
  await studio.ask("drafts.save_view", { draft, step: "check", view: {} });
  await go(page, `/import/${draft}`);
  const text = page.getByRole("textbox", { name: say("importing.cell.text", { column: "Description" }) });
  const kept = async () => (await studio.ask("drafts.cell", { draft, row: 1, column: 2 })).edited;
  const description = await cell(page, 0, "Description");
  await expect(description).toContainText("Woven");
  await description.dblclick();
  await expect(text).toHaveValue(long);
  await text.press("ControlOrMeta+End");
  await text.pressSequentially(" Washed once.");
  await text.press("Escape");
  await expect(text).toBeHidden();
  await expect.poll(kept).toBe(`${long} Washed once.`);
  // The cell has the keyboard again: the edit is taken back there, and Enter opens it as it was.
  await expect(await cell(page, 0, "Description")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect.poll(kept).toBeNull();
  await page.keyboard.press("Enter");
  await expect(text).toHaveValue(long);
  // Whoever rests has it kept without leaving.
  await text.fill("Another text.\nOf two lines.");
  await expect.poll(kept).toBe("Another text.\nOf two lines.");
  await press(page, "importing.cell.own");
  await expect(text).toHaveValue(long);
  await expect.poll(kept).toBeNull();
});

test("quotation marks that mean nothing belong to the text", async ({ window: page, studio }) => {
  const table = 'SKU;Name\nROD-1;"12"" rod"\nROD-2;"14"" rod"';
  const { draft } = await studio.ask("drafts.begin", { source: await studio.upload("rods.csv", table) });
  await go(page, `/import/${draft}`);
  await expect(await cell(page, 0, "Name")).toHaveText('12" rod');
  await press(page, "importing.file.otherwise");
  await page.getByRole("combobox", { name: say("importing.read.quote") }).click();
  await page.getByRole("option", { name: say("importing.quote.none") }).click();
  await expect(await cell(page, 0, "Name")).toHaveText('"12"" rod"');
});

test("runs are found, and one is taken back although somebody edited since", async ({ window: page, studio, shop }) => {
  await knows(studio, shop);
  await imported(studio, LINEN, "SKU,Regular price\nBEAN-DAWN,15.00", "coffee.csv");
  const towels = ["SKU,Name,Regular price", "TOW-HAND,Hand,17.50", "TOW-BATH,Bath,41.00", "TOW-GUEST,Guest,22.00"];
  const nameBefore = (await found(shop, "TOW-BATH")).name;
  await imported(studio, LINEN, towels.join("\n"), "towels.csv");
  for (const [sku, price] of Object.entries({ "TOW-HAND": "18.00", "TOW-BATH": "42.00" })) {
    await shop.ask("PUT", await product(shop, sku), { regular_price: price });
  }
  await go(page, "/history");
  await expect(page.getByText("coffee.csv")).toBeVisible();
  await page.getByRole("textbox", { name: say("history.find.text") }).fill("towels");
  await expect(page.getByText("coffee.csv")).toBeHidden();
  await page.getByRole("textbox", { name: say("history.find.text") }).fill("");
  await page.getByRole("combobox", { name: say("history.find.kind") }).click();
  await page.getByRole("option", { name: say("history.find.kinds.undo") }).click();
  await expect(page.getByText(say("history.nothing_fits"))).toBeVisible();
  await press(page, "history.find.show_all");
  await page.getByText("towels.csv").click();
  await expect(page.getByRole("heading", { name: /towels\.csv/ })).toBeVisible();

  await press(page, "history.run.undo");
  const three = say("everywhere.counted.product", { count: 3 });
  await page.getByText(say("history.undo.parts.edited", { count: 2 })).click();
  const one = page.getByRole("radiogroup", { name: say("history.edited.one", { label: "TOW-HAND" }) });
  await expect(page.getByRole("cell", { name: /18\.00/ })).toBeVisible();
  await one.getByText(say("history.edited.back"), { exact: true }).click();
  await expect(page.getByRole("button", { name: say("history.undo.go", { what: three }), exact: true })).toBeEnabled();
  // Of another one field goes back; the price that somebody gave it stays.
  await page
    .getByRole("listitem")
    .filter({ hasText: "TOW-BATH" })
    .getByRole("radiogroup", { name: say("history.edited.one", { label: say("fields.name") }) })
    .getByText(say("history.edited.back"), { exact: true })
    .click();
  await press(page, "history.undo.go", { what: three });
  await expect(page.getByRole("heading", { name: /Undo of no\. 2/ })).toBeVisible();
  await expect
    .poll(async () => {
      const prices = ["TOW-HAND", "TOW-BATH", "TOW-GUEST"].map(async (sku) => (await found(shop, sku)).regular_price);
      return Promise.all(prices);
    })
    .toEqual(["16.50", "42.00", "21.00"]);
  expect((await found(shop, "TOW-BATH")).name).toBe(nameBefore);
  // And the undo is undone.
  await press(page, "history.run.undo_undo");
  await press(page, "history.undo.go", { what: three });
  await expect.poll(async () => (await found(shop, "TOW-GUEST")).regular_price).toBe("22.00");
});

test("a shop is added step by step, and each failure is explained", async ({ window: page, shop }) => {
  await go(page, "/stores");
  await page.getByRole("link", { name: say("stores.add") }).click();
  const fill = (key: string, text: string) => page.getByLabel(say(`stores.adding.${key}`), { exact: true }).fill(text);
  await fill("url", "http://127.0.0.1:9");
  await fill("name", LINEN);
  await fill("key", shop.key);
  await fill("secret", "cs_wrong");
  await press(page, "stores.adding.go");
  await expect(page.getByText(say("stores.point.reach.unreached"))).toBeVisible();
  await fill("url", shop.url);
  await press(page, "stores.adding.go");
  await expect(page.getByText(say("stores.point.shop.good"))).toBeVisible();
  await expect(page.getByText(say("stores.point.key.wrong"))).toBeVisible();
  await fill("secret", shop.secret);
  await page.getByText(say("stores.adding.in_file")).click();
  await press(page, "stores.adding.go");
  await expect(page.getByText(say("stores.adding.added", { name: LINEN }))).toBeVisible();

  await go(page, "/stores");
  const entry = page.getByRole("listitem").filter({ hasText: LINEN });
  await entry.getByRole("button", { name: say("stores.test") }).click();
  await expect(entry.getByText(say("stores.answers"))).toBeVisible();
  await entry.getByRole("button", { name: say("stores.change") }).click();
  await page.getByLabel(say("stores.adding.name"), { exact: true }).fill("Linen & Daughters");
  await press(page, "everywhere.save");
  await page.getByRole("listitem").filter({ hasText: "Linen & Daughters" }).waitFor();
  await press(page, "stores.remove");
  await press(page, "stores.remove_named", { name: "Linen & Daughters" });
  await expect(page.getByText(say("stores.none"))).toBeVisible();
});

test("the practice store has a bad day and is set back", async ({ window: page, studio }) => {
  await imported(studio, PRACTICE, "SKU,Regular price\nTOW-TEA,99.00");
  await go(page, "/stores");
  await page.getByText(say("stores.practice.slow"), { exact: true }).click();
  await expect(page.getByText(say("stores.practice.slow_about"))).toBeVisible();
  await page.getByText(say("stores.practice.off"), { exact: true }).click();
  await expect(page.getByText(say("stores.practice.off_about"))).toBeVisible();
  await press(page, "stores.practice.reset");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: say("stores.practice.reset_go") })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
  const run = await imported(studio, PRACTICE, "SKU,Regular price\nTOW-TEA,99.00");
  const { changes } = await studio.ask("runs.changes", { run, from: 0, count: 1 });
  expect(changes[0]?.fields[0]?.before_text).toBe("14.00");
  await press(page, "stores.practice.stop");
  await press(page, "stores.practice.start");
  await expect(page.getByText(say("stores.practice.running", { name: PRACTICE }))).toBeVisible();
});

test("a folder is watched, paused and let go of", async ({ window: page, studio }) => {
  const incoming = join(studio.folder, "incoming");
  await mkdir(incoming);
  await go(page, "/watching");
  await press(page, "watching.add");
  await page.getByLabel(say("watching.folder"), { exact: true }).fill("incoming");
  await press(page, "watching.go");
  await expect(page.getByRole("alert")).toContainText("incoming");
  await page.getByLabel(say("watching.folder"), { exact: true }).fill(incoming);
  await press(page, "watching.go");
  await expect(page.getByText(say("watching.stands.watching"), { exact: true })).toBeVisible();
  await writeFile(join(incoming, "moods.csv"), "Colour;Mood\nblue;calm\n");
  await press(page, "watching.arrivals", { count: 1 });
  await expect(page.getByRole("dialog").getByText("moods.csv").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await press(page, "watching.pause");
  await expect(page.getByText(say("watching.stands.paused"))).toBeVisible();
  await press(page, "watching.remove");
  await press(page, "watching.remove_go");
  await expect(page.getByText(say("watching.none"))).toBeVisible();
});

test("settings are taken up at once and kept", async ({ window: page, studio }) => {
  await go(page, "/settings");
  await page.getByRole("combobox", { name: say("settings.language") }).click();
  await page.getByRole("option", { name: "Deutsch" }).click();
  const german = saying("de");
  await expect(page.getByRole("heading", { name: german("settings.title") })).toBeVisible();
  await page.getByText(german("settings.look_dark"), { exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  const speed = page.getByLabel(german("settings.speed"), { exact: true });
  await speed.fill("3");
  await speed.blur();
  await expect.poll(async () => (await studio.ask("settings.show", {})).requests_per_second).toBe(3);
  await page.reload();
  await expect(page.getByRole("heading", { name: german("settings.title") })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await expect(speed).toHaveValue("3");
});

test("everything is found by its name and by its key", async ({ window: page }) => {
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByPlaceholder(say("palette.placeholder")).fill("store");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#\/stores/);
  await page.keyboard.press("ControlOrMeta+2");
  await expect(page.getByRole("heading", { name: say("history.title"), level: 1 })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+/");
  await expect(page.getByRole("dialog").getByText(say("palette.deed.redo"))).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("a run is repeated with another file", async ({ window: page, studio }) => {
  await imported(studio, PRACTICE, "SKU,Regular price\nTOW-TEA,15.00", "week-1.csv");
  await go(page, "/history");
  await page.getByText("week-1.csv").click();
  const next = join(studio.folder, "week-2.csv");
  await writeFile(next, "SKU,Regular price\nTOW-TEA,15.50");
  const dialog = page.waitForEvent("filechooser");
  await press(page, "history.run.repeat");
  await (await dialog).setFiles(next);
  await standsAt(page, "file");
  await expect(page.getByText(basename(next)).first()).toBeVisible();
  expect((await readFile(next, "utf8")).length).toBeGreaterThan(0);
});
