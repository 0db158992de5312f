// A data folder with something in every room: drafts at each step, runs of every kind, shops, a profile, a folder.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RowShape } from "../src/bindings/RowShape";
import type { RunReport } from "../src/bindings/RunReport";
import { openShop, openStudio, type Shop, type Studio } from "./program";

export const SAMPLE = fileURLToPath(new URL("../../assets/samples/supplier-price-list.csv", import.meta.url));

/** A list whose columns need a word: no header that a shop would write, one that says nothing, a status of its own. */
export const SUPPLIER = [
  "Art. no.;Description;RRP incl. VAT;Qty;EAN;Cat;Active;Remark;Supplier colour code",
  "TOW-TEA;Tea towel Harbour;15,50;140;4006381333931;Kitchen;yes;;C-01",
  "BREW-FILTER;Paper filters, 100 pieces;7,20;260;4006381333948;Coffee;yes;new box;C-02",
  "BEAN-DAWN;Dawn blend, 500 g;14,90;35;4006381333955;coffee;no;;C-03",
  "ROPE-12;Rope, 12 m;24,00;8;4006381333962;Deck;yes;heavy;C-04",
].join("\r\n");

/** Prices as a slip of the finger makes them: a hundred times too high. */
const SLIP = [
  "SKU,Regular price,Images",
  "TOW-TEA,1400,",
  "BREW-FILTER,690,",
  "BEAN-DAWN,1390,",
  "CUP-ESPRESSO,2600,",
  "TOW-HAND,1650,",
  "TOW-BATH,3800,",
];

/** A list with a picture that no shop can fetch: it is refused. */
const REFUSED = [
  "SKU,Name,Regular price,Images",
  "BUOY-1,Mooring buoy,39.00,",
  "BUOY-2,Marker buoy,29.00,http://127.0.0.1:9/buoy.jpg",
];

/** Descriptions as shops have them: too long for a line. */
const DESCRIPTION = [
  "<p>Woven in half-linen on looms that have stood in the same hall since 1928, and washed once before they leave it.",
  "A tea towel for glasses: it leaves no lint and dries within the hour.</p>",
  "<ul>",
  "<li>50 x 70 cm, with a loop of the same cloth</li>",
  "<li>55 % linen, 45 % cotton, both from Europe</li>",
  "<li>60 °C, no softener; it gets softer by itself</li>",
  "</ul>",
  "<p>Two come in a sleeve of grey board that is made to be kept. The stripe is called Harbour: seven threads of blue,",
  "one of white, as on the flags of the pilots.</p>",
].join("\n");
const DESCRIPTIONS = [
  "SKU,Name,Description,Regular price",
  `TOW-TEA,"Tea towel, Harbour","${DESCRIPTION}",15.50`,
  `TOW-HAND,Hand towel,"${DESCRIPTION.replace("A tea towel for glasses", "A towel for hands")}",17.50`,
  "TOW-BATH,Bath towel,Large enough for two.,41.00",
];

/** A list that changes names and prices: somebody edits one of the prices afterwards. */
const PRICES = ["SKU,Name,Regular price", "TOW-HAND,Hand towel in linen,17.50", "TOW-BATH,Bath towel in linen,41.00"];

/** Rows that hold several variants each. */
const SHIRTS = [
  "Article;Name;Size;Price",
  "TEE-ANCHOR;Tee with an anchor;S,M,L;19.00,19.00,21.00",
  "TEE-BUOY;Tee with a buoy;S,M;18.00,18.50",
  "CAP-KNOT;Knitted cap;M;12.00",
];

/** Rows that share a name and nothing else: none has a SKU. */
const HOODIES = [
  "Name;Colour;Size;Price",
  "Hoodie;Blue;M;45.00",
  "Hoodie;Blue;L;45.00",
  "Hoodie;Red;L;47.00",
  "Boots;;10,5 us;90.00",
  "Boots;;11 us;95.00",
  "Cap;;;12.00",
];
const BY_NAME: RowShape = {
  shape: "join",
  key: ["Name"],
  options: [
    { column: "Colour", attribute: "" },
    { column: "Size", attribute: "" },
  ],
  along: ["Price"],
};

/** A shop that moves house: rows that belong together, columns that nobody needs, a SKU that stands twice. */
const MOVED_COLUMNS = [
  "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU",
  "Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service",
  "Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Gift Card,SEO Title",
  "SEO Description,Google Shopping / Google Product Category,Google Shopping / Gender,Google Shopping / Age Group",
  "Google Shopping / MPN,Google Shopping / Condition,Google Shopping / Custom Product,Variant Weight Unit,Cost per item",
  "Status",
].join(",");
const moved = (handle: string, title: string, size: string, sku: string, stock: number, price: string) =>
  [
    ...[
      handle,
      title,
      title && '"<p>Knitted in <b>one piece</b>.</p><ul><li>washes at 30 °C</li></ul>"',
      title && "Anchor",
    ],
    ...[
      "",
      title && "Clothing",
      title && '"wool, deck"',
      title && "true",
      title && "Size",
      size,
      sku,
      "400",
      "shopify",
    ],
    ...[stock, stock > 5 ? "deny" : "continue", "manual", price, "", "true", "true", "", "false", "", "", "212"],
    ...["unisex", "adult", "", "new", "", "g", "12.00", title && (stock > 9 ? "active" : "draft")],
  ].join(",");
const MOVED = [
  MOVED_COLUMNS,
  moved("deck-jumper", "Deck jumper", "S", "JUMP-S", 12, "79.00"),
  moved("deck-jumper", "", "M", "JUMP-M", 7, "79.00"),
  moved("deck-jumper", "", "L", "JUMP-M", 3, "84.00"),
  moved("watch-cap", "Watch cap", "One size", "CAP-1", 4, "24.00"),
  moved("night-cap", "Night cap", "One size", "CAP-1", 4, "free"),
].join("\n");

export const LINEN = "Linen & Co";
export const PRACTICE = "Practice store";

type Moved = "movedFile" | "movedColumns" | "movedCheck" | "movedChanges";

export interface Prepared {
  studio: Studio;
  /** A studio in which nobody has done anything yet. */
  fresh: Studio;
  shop: Shop;
  /** Drafts by the step at which they stand. */
  drafts: Record<
    "file" | "columns" | "sizes" | "shaped" | Moved | "check" | "long" | "changes" | "accident" | "run" | "result",
    number
  >;
  runs: Record<"done" | "undone" | "edited", number>;
  /** Puts each draft back to its step, with nothing narrowed. */
  anew(): Promise<void>;
  close(): Promise<void>;
}

async function begin(studio: Studio, name: string, bytes: string | Uint8Array<ArrayBuffer>, store: string) {
  const source = await studio.upload(name, bytes);
  const { draft } = await studio.ask("drafts.begin", { source, store });
  for (;;) {
    const shown = await studio.ask("drafts.show", { draft });
    if (shown.rows?.is_complete) {
      return draft;
    }
    await pause();
  }
}

const pause = () => new Promise((resume) => setTimeout(resume, 50));

async function plan(studio: Studio, draft: number, store: string): Promise<number> {
  await studio.ask("drafts.check", { draft });
  const { run } = await studio.ask("drafts.plan", { draft, store });
  return run.run ?? 0;
}

/** Waits until a run stands as is wanted. */
export async function stands(studio: Studio, run: number, status: RunReport["status"]): Promise<RunReport> {
  for (let tries = 0; tries < 600; tries += 1) {
    const report = await studio.ask("runs.show", { run });
    if (report.status === status) {
      return report;
    }
    await pause();
  }
  throw new Error(`run ${run} never was ${status}`);
}

async function carryOut(studio: Studio, run: number): Promise<void> {
  await studio.ask("runs.begin", { run });
  await stands(studio, run, "completed");
}

export async function prepare(): Promise<Prepared> {
  const [studio, fresh, shop] = await Promise.all([openStudio(), openStudio(), openShop()]);
  const sample = new Uint8Array(await readFile(SAMPLE));
  const stood = new Map<number, () => Promise<unknown>>();
  const at = (draft: number, step: string, store: string, view: Record<string, number> = {}) => {
    const stand = () => studio.ask("drafts.save_view", { draft, step, store, view });
    stood.set(draft, stand);
    return stand();
  };

  await studio.ask("practice.start", { name: PRACTICE });
  await studio.ask("stores.add", {
    name: LINEN,
    url: shop.url,
    key: shop.key,
    secret: shop.secret,
    keep_secret_in: "file",
  });
  await studio.ask("settings.set", { requests_per_second: 100 });

  // A whole run with rows that stay out and a picture that is refused, and one that was taken back.
  const done = await begin(studio, "supplier-price-list.csv", sample, LINEN);
  const doneRun = await plan(studio, done, LINEN);
  await carryOut(studio, doneRun);
  await studio.ask("drafts.save_profile", { draft: done, name: "Harbour Linen & Coffee, autumn list" });
  await at(done, "result", LINEN, { run: doneRun });

  const buoys = await begin(studio, "buoys.csv", REFUSED.join("\n"), LINEN);
  const buoysRun = await plan(studio, buoys, LINEN);
  await carryOut(studio, buoysRun);
  await studio.ask("drafts.remove", { draft: buoys });
  const back = await studio.ask("undo.plan", { run: buoysRun });
  await carryOut(studio, back.run ?? 0);

  // Somebody edits a product of a run afterwards: its undo has something to ask.
  const prices = await begin(studio, "prices.csv", PRICES.join("\n"), LINEN);
  const edited = await plan(studio, prices, LINEN);
  await carryOut(studio, edited);
  await studio.ask("drafts.remove", { draft: prices });
  await shop.ask("PUT", await product(shop, "TOW-HAND"), { regular_price: "18.00" });

  // A draft at each step. The one that runs is paused in the midst of it.
  const file = await begin(studio, "supplier-price-list.csv", sample, PRACTICE);
  await at(file, "file", PRACTICE);
  const columns = await begin(studio, "spring-offer.csv", SUPPLIER, PRACTICE);
  await at(columns, "columns", PRACTICE);
  const sizes = await begin(studio, "shirts.csv", SHIRTS.join("\r\n"), PRACTICE);
  await at(sizes, "columns", PRACTICE);
  const shaped = await begin(studio, "hoodies.csv", HOODIES.join("\r\n"), PRACTICE);
  await studio.ask("drafts.read_settings", { draft: shaped, reading: { joining: { shape: BY_NAME } } });
  await studio.ask("drafts.check", { draft: shaped });
  await at(shaped, "check", PRACTICE);
  const moving = async (step: string) => {
    const draft = await begin(studio, "products_export.csv", MOVED, PRACTICE);
    await at(draft, step, PRACTICE, step === "changes" ? { run: await plan(studio, draft, PRACTICE) } : {});
    return draft;
  };
  const [movedFile, movedColumns, movedCheck, movedChanges] = [
    await moving("file"),
    await moving("columns"),
    await moving("check"),
    await moving("changes"),
  ];
  const check = await begin(studio, "supplier-price-list.csv", sample, PRACTICE);
  await studio.ask("drafts.check", { draft: check });
  await at(check, "check", PRACTICE);
  const long = await begin(studio, "descriptions.csv", DESCRIPTIONS.join("\n"), PRACTICE);
  await studio.ask("drafts.check", { draft: long });
  await at(long, "check", PRACTICE);
  const changes = await begin(studio, "supplier-price-list.csv", sample, PRACTICE);
  await plan(studio, changes, PRACTICE);
  await at(changes, "changes", PRACTICE);
  const accident = await begin(studio, "prices-in-cents.csv", SLIP.join("\n"), PRACTICE);
  await plan(studio, accident, PRACTICE);
  await at(accident, "changes", PRACTICE);
  const run = await paused(studio, shop, at);

  const incoming = join(studio.folder, "incoming");
  await mkdir(incoming);
  const { watched } = await studio.ask("watched.add", {
    folder: incoming,
    store: LINEN,
    profile: null,
    most_change: 25,
  });
  await writeFile(join(incoming, "unknown.csv"), "Colour;Mood\nblue;calm\n");
  for (let tries = 0; tries < 200; tries += 1) {
    const { total } = await studio.ask("watched.arrivals", { watched, count: 1 });
    if (total > 0) {
      break;
    }
    await pause();
  }

  const drafts = {
    file,
    columns,
    sizes,
    shaped,
    movedFile,
    movedColumns,
    movedCheck,
    movedChanges,
    check,
    long,
    changes,
    accident,
    run,
    result: done,
  };
  return {
    studio,
    fresh,
    shop,
    drafts,
    runs: { done: doneRun, undone: buoysRun, edited },
    anew: async () => {
      for (const stand of stood.values()) {
        await stand();
      }
    },
    close: async () => {
      await Promise.all([studio.close(), fresh.close(), shop.close()]);
    },
  };
}

/** Where the shop has the product of a SKU. */
export async function product(shop: Shop, sku: string): Promise<string> {
  const [found] = (await shop.ask("GET", `/wp-json/wc/v3/products?sku=${sku}`)) as { id: number }[];
  return `/wp-json/wc/v3/products/${found?.id}`;
}

/** A draft whose run has sent something and waits for the user to go on. */
async function paused(
  studio: Studio,
  shop: Shop,
  at: (draft: number, step: string, store: string, view: Record<string, number>) => Promise<unknown>,
): Promise<number> {
  const rows = Array.from(
    { length: 600 },
    (_, index) => `LANTERN-${index + 1},Lantern no. ${index + 1},${index + 20}.00`,
  );
  const draft = await begin(studio, "lanterns.csv", ["SKU,Name,Regular price", ...rows].join("\n"), LINEN);
  const run = await plan(studio, draft, LINEN);
  const held = await shop.hold("LANTERN-130");
  await studio.ask("runs.begin", { run });
  await held.arrived();
  await studio.ask("runs.pause", { run });
  await held.release();
  await stands(studio, run, "paused");
  await at(draft, "run", LINEN, { run });
  return draft;
}
