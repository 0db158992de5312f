import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import type { JsonValue } from "../../bindings/serde_json/JsonValue";
import { open, refuse } from "../../testing/answering";
import { column, columns, draft, linen, report } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

/** A program that keeps where the wizard stands. */
function keeping(first: DraftShown) {
  let present = first;
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.columns": columns,
    "drafts.resembling": [],
    "drafts.fields": [
      { field: "sku", kind: "text", choices: [], takes_several: false },
      { field: "regular_price", kind: "money", choices: [], takes_several: false },
      { field: "meta:*", kind: "text", choices: [], takes_several: true },
    ],
    "drafts.try_steps": [{ before: "19,90", after: "19,90", read: "19.90", issues: [] }],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.show": () => present,
    "drafts.save_view": (request: { step: string; view: JsonValue; store?: string }) => {
      present = { ...present, step: request.step, view: request.view, store: request.store ?? present.store };
      return present;
    },
    "runs.summary": { fields: [], left_out: 0, accidents: [], rejects: 0 },
    "runs.changes": { changes: [], total: 0 },
    "runs.show": report(),
  };
}

test("a pasted table becomes a draft", async () => {
  const window = open({ answers: { "drafts.begin": draft(), "drafts.show": draft() } });
  await screen.findByText("Drop a table with products here");
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(paste, { clipboardData: { getData: () => "SKU\tPrice\nA-1\t19.90" } });
  act(() => {
    document.body.dispatchEvent(paste);
  });
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { pasted: "SKU\tPrice\nA-1\t19.90" } },
  });
});

test("an address that is pasted is offered to be fetched, and the file becomes a draft", async () => {
  const fetched = { upload: "upload-abc", name: "feed.xml", size: 12 };
  let isThere = false;
  const window = open({
    answers: {
      "files.fetch": () => (isThere ? fetched : refuse("address_not_found", { host: "shop.example", number: "404" })()),
      "drafts.begin": draft(),
      "drafts.show": draft(),
    },
  });
  await screen.findByText("Drop a table with products here");
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(paste, { clipboardData: { getData: () => " https://shop.example/feed.xml\n" } });
  act(() => {
    document.body.dispatchEvent(paste);
  });
  expect(await screen.findByLabelText("Address of the file")).toHaveValue("https://shop.example/feed.xml");
  expect(window.asked.some(({ name }) => name === "files.fetch" || name === "drafts.begin")).toBe(false);
  await userEvent.click(screen.getByRole("button", { name: "Fetch the file" }));
  expect(await screen.findByText("shop.example has no file at this address (404).")).toBeVisible();
  isThere = true;
  await userEvent.click(screen.getByRole("button", { name: "Fetch the file" }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({ name: "drafts.begin", request: { source: { upload: "upload-abc" } } });
});

test("the sample file is tried in the practice store", async () => {
  const window = open({
    answers: {
      "practice.start": { is_running: true, url: "http://127.0.0.1:1", store: "Practice store", bad_day: "off" },
      "drafts.begin": draft(),
      "drafts.show": draft(),
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Try the sample file" }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { sample: "price_list" }, store: "Practice store" },
  });
});

test("a file that cannot be read says what happened, what it means and what to do", async () => {
  open({
    picked: { path: "/files/old.csv" },
    answers: { "drafts.begin": refuse("encrypted_workbook", { file: "old.xlsx" }) },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Choose a file" }));
  const problem = await screen.findByRole("alert");
  expect(problem).toHaveTextContent("old.xlsx is protected by a password.");
  expect(problem).toHaveTextContent("nothing was changed in the shop");
  expect(problem).toHaveTextContent("save it without one");
  expect(within(problem).getByRole("button", { name: "Copy details" })).toBeVisible();
});

test("imports that were begun are there again, with where they stood", async () => {
  const window = open({ answers: { "drafts.list": [draft({ step: "check" })], "drafts.remove": null } });
  const entry = await screen.findByRole("link", { name: /price-list\.csv/ });
  expect(entry).toHaveTextContent("Check · Linen & Co");
  window.answers["drafts.list"] = [];
  await userEvent.click(screen.getByRole("button", { name: "Discard price-list.csv" }));
  expect(window.asked.some(({ name }) => name === "drafts.remove")).toBe(false);
  await userEvent.click(await screen.findByRole("button", { name: "Discard it" }));
  expect(window.asked).toContainEqual({ name: "drafts.remove", request: { draft: 7 } });
});

test("the file step says what was recognised and what was mended, and goes to the columns", async () => {
  open({ at: "/import/7", answers: keeping(draft()) });
  expect(await screen.findByText("An ordinary table. Longshore goes by the names of its columns.")).toBeVisible();
  expect(screen.getByText(/1,505 rows · 3 columns · separated by semicolons · 84 kB/)).toBeVisible();
  expect(screen.getByText(/3 rows had too few cells/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Match the columns" }));
  expect(await screen.findByRole("textbox", { name: "Search columns" })).toBeVisible();
});

test("what the file is can be overruled, part by part", async () => {
  const answers = { ...keeping(draft()), "drafts.read_settings": draft() };
  const window = open({ at: "/import/7", answers });
  await userEvent.click(await screen.findByRole("button", { name: "Read it differently" }));
  await userEvent.click(screen.getByRole("combobox", { name: "Separator" }));
  await userEvent.click(await screen.findByRole("option", { name: "Tab", hidden: true }));
  const asked = window.asked.find(({ name }) => name === "drafts.read_settings");
  expect(asked?.request).toMatchObject({ draft: 7, reading: { delimiter: "\t" } });
});

test("what the rows of another platform came to is said, and what is asked can be answered", async () => {
  const notice = { code: "image_base_needed", count: 12, params: {}, asks: "image_base" };
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 604, products: 106, variations: 536, images: 536, notices: [notice], is_plain: false };
  const rows = { ...before, recognised: { ...before.recognised, platform: "magento2" }, joined };
  const answers = { ...keeping(draft({ rows })), "drafts.read_settings": draft({ rows }) };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/604 rows were joined: 106 products, 536 variations, 536 pictures/)).toBeVisible();
  expect(screen.getByText(/Pictures that the file names without an address: 12/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Where the pictures lie" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Where the pictures lie" }), "https://old.shop");
  await userEvent.tab();
  const asked = () => window.asked.filter(({ name }) => name === "drafts.read_settings").map(({ request }) => request);
  expect(asked()).toMatchObject([{ reading: { joining: { image_base: "https://old.shop" } } }]);
  await userEvent.click(screen.getByRole("switch", { name: "Join the rows of one product" }));
  expect(asked()).toMatchObject([{}, { reading: { joining: { rows_as_they_are: true } } }]);
});

test("which of several kinds of price counts is said, and another can be chosen", async () => {
  const notice = {
    code: "prices_of_several_kinds",
    count: 1,
    params: { kind: "Retail", others: "Wholesale" },
    asks: "price_kind",
    choices: ["Wholesale", "Retail"],
  };
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 4, products: 2, variations: 0, images: 0, notices: [notice], is_plain: false };
  const rows = { ...before, recognised: { ...before.recognised, platform: "commerceml" }, joined };
  const answers = { ...keeping(draft({ rows })), "drafts.read_settings": draft({ rows }) };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/“Retail” counts for the whole file. There are also: Wholesale/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Prices that count" }));
  const choice = await screen.findByRole("combobox", { name: "Prices that count" });
  expect(choice).toHaveValue("Retail");
  await userEvent.click(choice);
  await userEvent.click(await screen.findByRole("option", { name: "Wholesale", hidden: true }));
  const asked = window.asked.find(({ name }) => name === "drafts.read_settings");
  expect(asked?.request).toMatchObject({ draft: 7, reading: { joining: { price_kind: "Wholesale" } } });
});

test("where two files say different things it is told, and the second can be made to count", async () => {
  const params = {
    columns: "Bestand",
    key: "A-1",
    column: "Bestand",
    line: "2",
    second_line: "3",
    first: "5",
    second: "7",
  };
  const notice = { code: "second_file_differs", count: 4, params, asks: "second_counts" };
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 6, products: 3, variations: 0, images: 0, notices: [notice], is_plain: true, found: 3 };
  const rows = { ...before, joined };
  const answers = { ...keeping(draft({ rows })), "drafts.read_settings": draft({ rows }) };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/Bestand is “5” on line 2 and “7” on line 3 of the second/)).toBeVisible();
  const wish = "Where both files say something, the second counts";
  await userEvent.click(screen.getByRole("button", { name: wish }));
  await userEvent.click(await screen.findByRole("switch", { name: wish }));
  const asked = window.asked.find(({ name }) => name === "drafts.read_settings");
  expect(asked?.request).toMatchObject({ reading: { joining: { second_counts: true } } });
});

test("quotation marks can be said to have no meaning", async () => {
  const answers = { ...keeping(draft()), "drafts.read_settings": draft() };
  const window = open({ at: "/import/7", answers });
  await userEvent.click(await screen.findByRole("button", { name: "Read it differently" }));
  await userEvent.click(await screen.findByRole("combobox", { name: "Quotation marks" }));
  await userEvent.click(await screen.findByRole("option", { name: /Double, around cells/, hidden: true }));
  const asked = () => window.asked.filter(({ name }) => name === "drafts.read_settings").at(-1)?.request;
  expect(asked()).toMatchObject({ draft: 7, reading: { quote: '"' } });
  const rows = draft().rows as NonNullable<DraftShown["rows"]>;
  const quote = { value: '"', reason: { code: "double_quotes_seen" }, overruled: false };
  window.answers["drafts.show"] = draft({ rows: { ...rows, format: { ...rows.format, quote } } });
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  expect(await screen.findByText("Cells stand between them.")).toBeVisible();
  await userEvent.click(screen.getByRole("combobox", { name: "Quotation marks" }));
  await userEvent.click(await screen.findByRole("option", { name: "Part of the text", hidden: true }));
  expect(asked()).toMatchObject({ draft: 7, reading: { quote: "" } });
});

test("a suggestion that was not taken is said to be one, whoever did not take it", async () => {
  const [sku, price] = columns.columns;
  const open_ones = [sku, { ...price, field: null }].map((one) => one as NonNullable<typeof sku>);
  const answers = { ...keeping(draft({ step: "columns" })), "drafts.columns": { columns: open_ones, constants: [] } };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("Perhaps “Price”, 62% sure")).toBeVisible();
  expect(screen.queryByText(/You left it out/)).toBeNull();
});

test("a recognised file in which everything fits goes straight to the check", async () => {
  const rows = { ...(draft().rows as NonNullable<DraftShown["rows"]>), fits: true };
  open({ at: "/import/7", answers: { ...keeping(draft({ rows })), "drafts.checked": null, "drafts.check": null } });
  expect(await screen.findByRole("button", { name: "Check the rows" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Match the columns" })).toBeNull();
});

test("columns without a field come first, and say why", async () => {
  const window = open({ at: "/import/7", answers: { ...keeping(draft({ step: "columns" })), "drafts.map": columns } });
  const names = (await screen.findAllByRole("button", { pressed: false })).map(({ textContent }) => textContent);
  expect(names[0]).toContain("Lagerort");
  expect(names[1]).toContain("VK brutto");
  expect(screen.getByText("Lists often call it “vk”, 62% sure")).toBeVisible();
  await userEvent.click(screen.getByRole("combobox", { name: "What Lagerort is for" }));
  await userEvent.click(await screen.findByRole("option", { name: "Extra field “Lagerort”", hidden: true }));
  expect(window.asked.find(({ name }) => name === "drafts.map")?.request).toMatchObject({
    draft: 7,
    columns: [{ column: 2, field: "meta:Lagerort" }],
  });
});

test("columns that only came along with a file are one line until somebody wants them", async () => {
  const along = Array.from({ length: 5 }, (_, at) =>
    column({ column: at + 3, name: `Google ${at}`, reason: { code: "came_along", params: {} } }),
  );
  const answers = {
    ...keeping(draft({ step: "columns" })),
    "drafts.columns": { columns: [...columns.columns, ...along], constants: [] },
  };
  open({ at: "/import/7", answers });
  const fold = await screen.findByRole("button", { name: "5 more columns of the file, not imported" });
  expect(screen.queryByText("Google 3")).toBeNull();
  expect(screen.getByText("Lagerort")).toBeVisible();
  await userEvent.click(fold);
  expect(screen.getByText("Google 3")).toBeVisible();
  await userEvent.click(fold);
  // Whoever looks for one finds it.
  await userEvent.type(screen.getByRole("textbox", { name: "Search columns" }), "google 3");
  expect(await screen.findByText("Google 3")).toBeVisible();
  expect(screen.queryByText("Google 2")).toBeNull();
});

test("a value for all products is asked for without a complaint", async () => {
  open({ at: "/import/7", answers: keeping(draft({ step: "columns" })) });
  const value = await screen.findByRole("textbox", { name: "Value" });
  expect(value).not.toHaveAttribute("aria-invalid", "true");
  expect(screen.queryByText("A column has this field")).toBeNull();
});

test("the step line has the whole file name, and the number of rows by itself", async () => {
  const name = "wholesale spring and summer list 2026.csv";
  const file = { kind: "file" as const, name, path: `/files/${name}`, size: 84_000, stands: "unchanged" as const };
  open({ at: "/import/7", answers: keeping(draft({ file })) });
  const steps = await screen.findByRole("navigation", { name: "Steps of the import" });
  expect(within(steps).getByText("1,505 rows")).toBeVisible();
  expect(within(steps).getByText("2026.csv")).toBeVisible();
  expect(within(steps).getByTitle(name)).toHaveTextContent(name);
});

test("a plan that only makes products says so on its button", async () => {
  const counts = { ...report().counts, update: 0, create: 2 };
  const answers = { ...keeping(draft({ step: "changes", view: { run: 12 } })), "runs.show": report({ counts }) };
  const told = (kinds: object[]) => ({ fields: [], kinds, left_out: 0, left_edited: 0, accidents: [], rejects: 0 });
  const of = (entity: string) => ({ action: "create", entity, count: 1 });
  const both = told([of("product"), of("variation")]);
  open({ at: "/import/7", answers: { ...answers, "runs.summary": both } });
  expect(await screen.findByRole("button", { name: "Add 1 product and 1 variation" })).toBeVisible();
});

test("the check counts what is wrong by kind, and mends it all alike", async () => {
  const checked = {
    is_current: true,
    rows: 1505,
    rows_out: 3,
    rows_doubtful: 0,
    issues: [
      {
        code: "number_in_other_notation",
        severity: "error",
        column: 1,
        count: 3,
        rows: 3,
        params: { value: "19.90", meant: "19,90" },
        fix: { cell: "19,90" },
      },
    ],
  };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": checked,
    "drafts.fix": { cells: 3, rows: [4], can_undo: true, can_redo: false },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("3 of 1,505 rows stay out")).toBeVisible();
  expect(screen.getByText("1,502 rows go in, 3 stay out.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /written otherwise/ }));
  expect(window.address()).toContain("number_in_other_notation");
  await userEvent.click(screen.getByRole("button", { name: "Correct all 3 alike" }));
  expect(window.asked).toContainEqual({
    name: "drafts.fix",
    request: { draft: 7, code: "number_in_other_notation", column: 1 },
  });
  await waitFor(() => expect(screen.getByRole("button", { name: "Undo the edit" })).toBeEnabled());
});

test("cells that hold no number get one value, all alike, and what emptying them means is said", async () => {
  const issue = { code: "not_a_number", severity: "error", column: 1, count: 3, rows: 3, params: {}, fix: "clear" };
  const rows = [4, 9, 12].map((row) => ({ row, line: row + 1, cells: ["", "viele"], cut: [], edited: [], issues: [] }));
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": { is_current: true, rows: 1505, rows_out: 3, rows_doubtful: 0, issues: [issue] },
    "drafts.rows": ({ from }: { from: number }) => ({ rows: rows.slice(from), total: 3, is_complete: true }),
    "drafts.edit": { cells: 3, rows: [], can_undo: true, can_redo: false },
  };
  const window = open({ at: "/import/7?issue=not_a_number&column=1", answers });
  expect(await screen.findByText(/^An empty cell leaves what the shop has/)).toBeVisible();
  await userEvent.type(screen.getByRole("textbox", { name: "One value for all of them" }), "20");
  await userEvent.click(screen.getByRole("button", { name: "Write it into all 3 cells" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.edit",
      request: { draft: 7, cells: [4, 9, 12].map((row) => ({ row, column: 1, text: "20" })) },
    }),
  );
});

test("when the last row of a kind is mended, all rows are shown where it stands", async () => {
  const kind = { code: "number_not_read", severity: "error", column: 1, count: 1, rows: 1, params: {}, fix: null };
  const checked = { is_current: true, rows: 900, rows_out: 1, rows_doubtful: 0, issues: [kind] };
  const rowOf = (row: number) => ({ row, line: row + 1, cells: [`A-${row}`, "1"], cut: [], edited: [], issues: [] });
  const first = draft({ step: "check", view: { narrowed: { check: { issue: "number_not_read", column: 1 } } } });
  let isMended = false;
  const window = open({
    at: "/import/7",
    answers: {
      ...keeping(first),
      "drafts.checked": () => (isMended ? { ...checked, rows_out: 0, issues: [] } : checked),
      "drafts.check": { ...checked, rows_out: 0, issues: [] },
      "drafts.rows": ({
        from,
        count,
        filter,
      }: {
        from: number;
        count: number;
        filter: { issue_code: string | null };
      }) =>
        filter.issue_code
          ? { rows: [{ ...rowOf(512), cells: ["A-512", "free"] }], total: 1, is_complete: true }
          : { rows: Array.from({ length: count }, (_, at) => rowOf(from + at + 1)), total: 900, is_complete: true },
      "drafts.edit": () => {
        isMended = true;
        return { cells: 1, rows: [512], can_undo: true, can_redo: false };
      },
    },
  });
  await userEvent.dblClick(await screen.findByText("free"));
  await userEvent.keyboard("{Control>}a{/Control}19.90{Enter}");
  await waitFor(() => expect(window.asked.some(({ name }) => name === "drafts.edit")).toBe(true));
  // Its page is fetched, and it has the keys again.
  const wanted = () => window.asked.filter(({ name }) => name === "drafts.rows").map(({ request }) => request.from);
  await waitFor(() => expect(wanted()).toContain(500), { timeout: 5000 });
  await waitFor(() => expect(document.activeElement?.closest(".ag-row")).toHaveAttribute("row-index", "511"));
  expect(document.activeElement).toHaveAttribute("col-id", "1");
});

test("a long text is edited whole beside the rows, and Escape loses nothing of it", async () => {
  const long = "Woven on our own looms.\n".repeat(60);
  const cells = ["A-1", "19,90", long.slice(0, 1000)];
  const row = { row: 12, line: 13, cells, cut: [2], edited: [], issues: [] };
  const cell = { own: long, edited: null as string | null };
  const checked = { is_current: true, rows: 1, rows_out: 0, rows_doubtful: 0, issues: [] };
  const window = open({
    at: "/import/7",
    answers: {
      ...keeping(draft({ step: "check" })),
      "drafts.checked": checked,
      "drafts.rows": { rows: [row], total: 1, is_complete: true },
      "drafts.cell": () => ({ ...cell }),
      "drafts.edit": ({ cells: [written] }: { cells: [{ text: string | null }] }) => {
        cell.edited = written.text;
        return { cells: 1, rows: [12], can_undo: true, can_redo: false };
      },
    },
  });
  await userEvent.dblClick(await screen.findByText(/^Woven on our own looms/));
  const text = await screen.findByRole("textbox", { name: "Text of “Lagerort”" });
  expect(text).toHaveValue(long);
  expect(screen.getByText(/1,440 letters/)).toBeVisible();
  await userEvent.click(text);
  await userEvent.paste("Washed once.");
  await userEvent.keyboard("{Escape}");
  await waitFor(() =>
    expect(window.asked.filter(({ name }) => name === "drafts.edit").map(({ request }) => request)).toEqual([
      { draft: 7, cells: [{ row: 12, column: 2, text: `${long}Washed once.` }] },
    ]),
  );
  expect(screen.queryByRole("textbox", { name: "Text of “Lagerort”" })).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Undo the edit" })).toBeEnabled());
});

test("what a step is narrowed to is kept with the draft, for each step by itself", async () => {
  const first = draft({
    step: "check",
    view: { narrowed: { check: { text: "rope", column: 1 }, columns: { text: "x" } } },
  });
  const checked = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 0, issues: [] };
  const window = open({ at: "/import/7", answers: { ...keeping(first), "drafts.checked": checked } });
  const search = await screen.findByRole("textbox", { name: "Search rows" });
  expect(search).toHaveValue("rope");
  expect(window.address()).toContain("rope");
  await userEvent.clear(search);
  await userEvent.type(search, "knot");
  const narrowed = { check: { text: "knot", column: 1 }, columns: { text: "x" } };
  const saved = { name: "drafts.save_view", request: { draft: 7, step: "check", view: { narrowed } } };
  await waitFor(() => expect(window.asked).toContainEqual(saved));
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("textbox", { name: "Search columns" })).toHaveValue("x");
});

test("nothing is sent before the button says how many products change", async () => {
  const answers = {
    ...keeping(draft({ step: "changes", view: { run: 12 } })),
    "runs.begin": report({ status: "running" }),
    "runs.summary": {
      fields: [{ field: "regular_price", count: 312, left_out: 0, needed: 0 }],
      accidents: [{ code: "prices_times_100", count: 300, of: 312 }],
    },
  };
  const window = open({ at: "/import/7", answers });
  const button = await screen.findByRole("button", { name: "Add 4, change 312" });
  expect(screen.getByText("change").nextSibling).toHaveTextContent("312");
  expect(screen.getByText("are new").nextSibling).toHaveTextContent("4");
  expect(window.asked.some(({ name }) => name === "runs.begin")).toBe(false);
  expect(await screen.findByRole("checkbox", { name: "Change Price" })).toBeChecked();
  expect(screen.getByText(/300 of 312 prices become a hundred times as high/)).toBeVisible();
  window.answers["runs.show"] = report({ status: "running" });
  await userEvent.click(button);
  expect(window.asked).toContainEqual({ name: "runs.begin", request: { run: 12 } });
  expect(await screen.findByText("Linen & Co is being changed")).toBeVisible();
});

test("a field's box shows what is taken of it, and one that is ticked or half ticked is unticked", async () => {
  const of = (field: string, leftOut: number, needed: number) => ({ field, count: 4, left_out: leftOut, needed });
  const told = (brands: number) => ({
    fields: [of("name", 0, 4), of("brands", brands, 0), of("attributes", 2, 2)],
    accidents: [],
  });
  const window = open({
    at: "/import/7",
    answers: {
      ...keeping(draft({ step: "changes", view: { run: 12 } })),
      "runs.summary": told(1),
      "runs.choose": ({ take }: { take: boolean }) => ({ ...told(take ? 0 : 4), run: report() }),
    },
  });
  const chosen = () => window.asked.findLast(({ name }) => name === "runs.choose")?.request;
  const brands = await screen.findByRole("checkbox", { name: "Change Brands" });
  const name = screen.getByRole("checkbox", { name: "Change Name" });
  expect(name).toBeDisabled();
  expect(name).toHaveAccessibleDescription("A new product cannot do without it");
  expect(brands).toBePartiallyChecked();
  await userEvent.click(brands);
  expect(chosen()).toEqual({ run: 12, fields: ["brands"], take: false });
  await waitFor(() => expect(brands).not.toBeChecked());
  await userEvent.click(brands);
  expect(chosen()).toEqual({ run: 12, fields: ["brands"], take: true });
  await waitFor(() => expect(brands).toBeChecked());
  // As much as can be left out is: the next click brings it back.
  await userEvent.click(screen.getByRole("checkbox", { name: "Change Attributes" }));
  expect(chosen()).toEqual({ run: 12, fields: ["attributes"], take: true });
});

test("a run shows how far it is, pauses, and ends in its result by itself", async () => {
  const now = { present: "A-17", done: 316, total: 516, per_second: 20, pausing: false, waiting: null };
  const running = { ...report({ status: "running", pending: 200 }), now };
  const answers = {
    ...keeping(draft({ step: "run", view: { run: 12 } })),
    "runs.show": running,
    "runs.pause": report({ status: "paused" }),
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/316 of 516 · about 10 sec left · 20 a second/)).toBeVisible();
  expect(screen.getByText("Now: A-17")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  expect(window.asked).toContainEqual({ name: "runs.pause", request: { run: 12 } });
  window.answers["runs.show"] = report({ status: "completed", pending: 0, seconds: 61 });
  act(() => window.tell({ event: "run_changed", run: 12 }));
  expect(await screen.findByRole("heading", { name: "4 added, 312 changed in Linen & Co" })).toBeVisible();
});

test("until a run has begun nothing is told as done, also where the shop is away", async () => {
  const now = { present: null, done: 0, total: 0, per_second: null, pausing: false, waiting: null };
  const answers = {
    ...keeping(draft({ step: "run", view: { run: 12 } })),
    "runs.show": { ...report({ status: "planned" }), now },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("Getting ready to change Linen & Co")).toBeVisible();
  const nothing = () => {
    expect(screen.getByText(/Nothing has been sent yet/)).toBeVisible();
    expect(screen.queryByText(/316 of/)).toBeNull();
    expect(screen.queryByText("changed")).toBeNull();
    expect(screen.queryByRole("button", { name: "Pause" })).toBeNull();
  };
  nothing();
  const at = new Date().toISOString();
  const waiting = { error: { code: "store_unavailable", params: { status: "503" } }, since: at, again_at: at };
  window.answers["runs.show"] = { ...report({ status: "planned" }), now: { ...now, waiting } };
  act(() => window.tell({ event: "run_changed", run: 12 }));
  expect(await screen.findByText("The shop is not available at the moment (status 503).")).toBeVisible();
  nothing();
});

test("a run that never began can be begun, or looked at again", async () => {
  const answers = {
    ...keeping(draft({ step: "run", run: 12 })),
    "runs.show": report({ status: "planned" }),
    "runs.begin": report({ status: "running" }),
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("Nothing has been sent to Linen & Co")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("textbox", { name: "Search products" })).toBeVisible();
  const go = await screen.findByRole("button", { name: "Add 4, change 312" });
  window.answers["runs.show"] = report({ status: "running" });
  await userEvent.click(go);
  expect(window.asked).toContainEqual({ name: "runs.begin", request: { run: 12 } });
  expect(await screen.findByText("Linen & Co is being changed")).toBeVisible();
});

test("an undo that never began leads back to the result that it is of", async () => {
  const undo = report({ run: 13, kind: "undo", undoes: 12, status: "planned" });
  const answers = {
    ...keeping(draft({ step: "run", run: 12, view: { run: 13 } })),
    "runs.show": ({ run }: { run: number }) => (run === 13 ? undo : report({ status: "completed", pending: 0 })),
  };
  open({ at: "/import/7", answers });
  expect(await screen.findByRole("button", { name: "Put 316 products and variations back" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("heading", { name: "4 added, 312 changed in Linen & Co" })).toBeVisible();
});

test("what is under way is not called unknown, and an interruption takes nothing from what was done", async () => {
  const now = { present: "A-17", done: 2, total: 6, per_second: 0.4, pausing: false, waiting: null };
  const counts = { ...report().counts, update: 13, create: 0, unknown: 2 };
  const interrupted = report({ status: "interrupted", counts, pending: 4 });
  const answers = {
    ...keeping(draft({ step: "run", view: { run: 12, planned: { run: 12, count: 19 } } })),
    "runs.show": { ...interrupted, status: "running", now },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/15 of 19 · about 10 sec left · less than one a second/)).toBeVisible();
  expect(screen.queryByText("not known")).toBeNull();
  expect(screen.getByRole("navigation", { name: "Steps of the import" })).toHaveTextContent("19 changes");
  window.answers["runs.show"] = interrupted;
  act(() => window.tell({ event: "run_changed", run: 12 }));
  expect(await screen.findByText(/13 of 19/)).toBeVisible();
  expect(screen.getByText("not known")).toBeVisible();
  expect(screen.getByRole("navigation", { name: "Steps of the import" })).toHaveTextContent("19 changes");
});

test("a run that ended is seen to have ended even where nobody was told", async () => {
  const now = { present: "A-17", done: 16, total: 19, per_second: 5, pausing: false, waiting: null };
  const counts = { ...report().counts, update: 16, create: 0 };
  const running = { ...report({ run: 13, kind: "undo", status: "running", pending: 3, counts }), now };
  const answers = { ...keeping(draft({ step: "run", run: 12, view: { run: 13 } })), "runs.show": running };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/16 of 19/)).toBeVisible();
  window.answers["runs.show"] = report({ run: 13, kind: "undo", status: "completed", pending: 0, seconds: 4 });
  const end = { name: "As before again in Linen & Co: 316 products and variations" };
  expect(await screen.findByRole("heading", end, { timeout: 10_000 })).toBeVisible();
});

test("a run whose shop is away says so, and when it is tried again by itself", async () => {
  const error = { code: "store_unavailable", params: { status: "503" } };
  const again_at = new Date(Date.now() + 30_000).toISOString();
  const waiting = { error, since: new Date().toISOString(), again_at };
  const now = { present: null, done: 3, total: 516, per_second: null, pausing: false, waiting };
  const answers = {
    ...keeping(draft({ step: "run", view: { run: 12 } })),
    "runs.show": { ...report({ status: "running", pending: 513 }), now },
  };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("The shop is not available at the moment (status 503).")).toBeVisible();
  expect(screen.getByText(/It is tried again by itself in (30|2\d) sec/)).toBeVisible();
});

test("rows that were skipped are shown with their reason, and all records again", async () => {
  const counts = { ...report().counts, skipped: 1 };
  const issue = { code: "record_not_found", severity: "error", column: 0, params: [["key", "A-9"]] };
  const reject = { row: 4, line: 5, cells: ["A-9", "19,90"], issues: [issue] };
  const answers = {
    ...keeping(draft({ step: "result", view: { run: 12 } })),
    "runs.show": report({ status: "completed", pending: 0, seconds: 61, counts }),
    "runs.summary": { fields: [], left_out: 0, accidents: [], rejects: 1 },
    "runs.rejects": { columns: ["SKU", "Price"], rejects: [reject], total: 1 },
  };
  open({ at: "/import/7", answers });
  const skipped = await screen.findByRole("button", { name: /skipped/ });
  await userEvent.click(skipped);
  const line = (await screen.findByRole("cell", { name: "A-9" })).closest("tr");
  expect(line).toHaveTextContent(/^4\S/);
  await userEvent.click(screen.getByRole("button", { name: "To the products" }));
  expect(screen.queryByRole("cell", { name: "A-9" })).toBeNull();
  expect(skipped).toHaveAttribute("aria-pressed", "false");
});

test("rows that would be skipped are looked at before the run: row, number, name and why", async () => {
  const counts = { ...report().counts, skipped: 3 };
  const issue = { code: "record_not_found", severity: "error", column: 0, params: [["key", "A-9"]] };
  const reject = { row: 4, line: 5, cells: ["19,90", "A-9", "Tea towel"], issues: [issue] };
  const named = columns.columns.map((one, at) => ({ ...one, field: ["regular_price", "sku", "name"][at] ?? null }));
  const answers = {
    ...keeping(draft({ step: "changes", view: { run: 12 } })),
    "drafts.columns": { columns: named, constants: [] },
    "runs.show": report({ counts }),
    "runs.summary": { fields: [], left_out: 2, accidents: [], rejects: 1 },
    "runs.rejects": { columns: ["Price", "SKU", "Title"], rejects: [reject], total: 1 },
  };
  const window = open({ at: "/import/7", answers });
  await userEvent.click(await screen.findByRole("button", { name: "row is skipped: see why" }));
  expect(await screen.findByRole("heading", { name: "1 row is skipped" })).toBeVisible();
  const line = (await screen.findByRole("cell", { name: "Tea towel" })).closest("tr") as HTMLElement;
  const cells = within(line).getAllByRole("cell");
  expect(cells[0]).toHaveAttribute("title", "line 5 of the file");
  expect(cells.map(({ textContent }) => textContent).filter((_, at) => at !== 1)).toEqual([
    "4",
    "A-9",
    "Tea towel",
    "19,90",
  ]);
  expect(cells[1]?.textContent).toMatch(/\w+ \w+/);
  expect(cells[1]?.textContent).not.toContain("record_not_found");
  // Those that the user left out are told apart from them.
  expect(screen.getByText("were left out by you")).toBeVisible();
  await waitFor(() => expect(window.address()).toContain("part"));
  await userEvent.click(screen.getByRole("button", { name: "To the products" }));
  expect(await screen.findByRole("textbox", { name: "Search products" })).toBeVisible();
});

test("undo shows what it comes to, and both ways are named", async () => {
  const answers = {
    ...keeping(draft({ step: "result", view: { run: 12 } })),
    "runs.show": report({ status: "completed", pending: 0, seconds: 61 }),
    "undo.plan": report({ run: 13, kind: "undo", counts: { ...report().counts, update: 312, create: 0, conflict: 2 } }),
    "runs.begin": report({ run: 13, status: "running" }),
  };
  const window = open({ at: "/import/7", answers });
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  const dialog = await screen.findByRole("dialog");
  expect(
    await within(dialog).findByText("312 products and variations in Linen & Co will be as before."),
  ).toBeInTheDocument();
  expect(dialog).toHaveTextContent("2 were edited by somebody since");
  expect(within(dialog).getByRole("button", { name: "Leave as it is" })).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: "Put 312 products and variations back" }));
  expect(window.asked).toContainEqual({ name: "runs.begin", request: { run: 13 } });
  await waitFor(() => expect(window.address(), "the result of the import stays where it is").toBe("/history/13"));
});

test("a run that was stopped says how much is left, and goes on", async () => {
  const counts = { ...report().counts, create: 1400, update: 0 };
  const stopped = report({ status: "cancelled", counts, pending: 3874, pending_records: 3873, seconds: 9 });
  const answers = {
    ...keeping(draft({ step: "result", run: 12, view: { run: 12 } })),
    "runs.show": stopped,
    "runs.go_on": report({ ...stopped, status: "running" }),
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("1,400 of 5,273 done; 3,873 still to do.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Undo" })).toBeVisible();
  window.answers["runs.show"] = report({ ...stopped, status: "running" });
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(window.asked).toContainEqual({ name: "runs.go_on", request: { run: 12 } });
  expect(await screen.findByText("Linen & Co is being changed")).toBeVisible();
});

test("where nothing is to be done, the import is finished and the shop stays as it is", async () => {
  const nothing = { ...report().counts, create: 0, update: 0, delete: 0 };
  const answers = {
    ...keeping(draft({ step: "changes", run: 12 })),
    "runs.show": report({ counts: nothing }),
    "drafts.remove": null,
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("The shop is as the file says: nothing would change.")).toBeVisible();
  await userEvent.click(await screen.findByRole("button", { name: "Finish without changes" }));
  await waitFor(() => expect(window.address()).toBe("/"));
  expect(window.asked).toContainEqual({ name: "drafts.remove", request: { draft: 7 } });
});

test("where everything was left out, it is said, and nothing is put away", async () => {
  const nothing = { ...report().counts, create: 0, update: 0, delete: 0 };
  const answers = {
    ...keeping(draft({ step: "changes", run: 12 })),
    "runs.show": report({ counts: nothing }),
    "runs.summary": { fields: [], left_out: 312, accidents: [], rejects: 0 },
  };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("You left everything out. Tick what should change.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Change nothing" })).toBeDisabled();
});

test("where no column is imported, the button says what it waits for", async () => {
  const none = columns.columns.map((one) => ({ ...one, field: null }));
  const answers = { ...keeping(draft({ step: "columns" })), "drafts.columns": { columns: none, constants: [] } };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("Say what at least one column is for.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Check the rows" })).toBeDisabled();
});

test("where no column is the SKU, it is said what that means", async () => {
  const named = columns.columns.map((one, at) => ({ ...one, field: ["name", "regular_price", null][at] ?? null }));
  const checked = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 0, issues: [] };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.columns": { columns: named, constants: [] },
    "drafts.checked": checked,
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/No column is the SKU.*each row makes a new one.*by its name/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("textbox", { name: "Search columns" })).toBeVisible();
  expect(await screen.findByText(/No column is the SKU/)).toBeVisible();
  window.answers["drafts.columns"] = columns;
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  await waitFor(() => expect(screen.queryByText(/No column is the SKU/)).toBeNull());
});

test("words that joining wrote into rows are said in the user's, those of a file stay as they are", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 9, products: 5, variations: 4, images: 0, notices: [], is_plain: false };
  const row = { row: 1, line: 2, cells: ["variable", "A-1"], cut: [], edited: [], issues: [] };
  const named = columns.columns.slice(0, 2).map((one, at) => ({ ...one, field: ["type", "sku"][at] ?? null }));
  const answers = {
    ...keeping(draft({ rows: { ...before, joined } as never })),
    "drafts.columns": { columns: named, constants: [] },
    "drafts.rows": { rows: [row], total: 1, is_complete: true },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("Product with variations")).toBeVisible();
  window.answers["drafts.show"] = draft();
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  expect(await screen.findByText("variable")).toBeVisible();
});

test("SKUs that were lost when rows were joined are told where the rows are checked", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const notice = { code: "sku_repeated", count: 4, params: { example: "A-1" }, asks: null };
  const other = { code: "image_base_needed", count: 12, params: {}, asks: "image_base" };
  const joined = { rows: 9, products: 5, variations: 4, images: 0, notices: [notice, other], is_plain: false };
  const checked = { is_current: true, rows: 9, rows_out: 0, rows_doubtful: 0, issues: [] };
  const rows = { ...before, joined } as never;
  open({ at: "/import/7", answers: { ...keeping(draft({ step: "check", rows })), "drafts.checked": checked } });
  expect(await screen.findByText(/SKUs that the file has more than once, such as “A-1”: 4/)).toBeVisible();
  expect(screen.queryByText(/Pictures that the file names/)).toBeNull();
});

test("beside a main button that waits stands why", async () => {
  const rows = draft().rows as NonNullable<DraftShown["rows"]>;
  const recognised = { ...rows.recognised, platform: "woocommerce_tax_rates", has_products: false };
  open({ at: "/import/7", answers: keeping(draft({ rows: { ...rows, recognised } })) });
  expect(await screen.findByText("This is a list of tax rates from WooCommerce.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Match the columns" })).toBeDisabled();
  expect(screen.getByText("Nothing can be imported from this file: there are no products in it.")).toBeVisible();
});

test("a plan of an undo that was put away leads back to what it would have undone", async () => {
  const first = draft({ step: "run", run: 12, view: { run: 13 } });
  const answers = {
    ...keeping(first),
    "runs.show": ({ run }: { run: number }) =>
      run === 12
        ? report({ status: "completed", pending: 0, seconds: 61 })
        : refuse("run_not_found", { which: "13" })(),
  };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("This plan is no longer there")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("button", { name: "Undo" })).toBeVisible();
});

test("the practice store has its name in the language of the window", async () => {
  const practice = { ...linen, name: "Practice store", is_practice: true };
  const own = { ...keeping(draft({ store: "Practice store" })), "stores.list": [practice, linen] };
  const window = open({ at: "/import/7", language: "de", answers: own });
  expect(await screen.findByRole("radio", { name: /^Übungsshop/ })).toBeChecked();
  await userEvent.click(screen.getByRole("radio", { name: /^Linen & Co/ }));
  await userEvent.click(screen.getByRole("radio", { name: /^Übungsshop/ }));
  const saved = window.asked.filter(({ name }) => name === "drafts.save_view").map(({ request }) => request.store);
  expect(saved).toEqual(["Linen & Co", "Practice store"]);
});

test("rows that are no products are told to be, get their own fields, and orders ask for consent", async () => {
  let present = draft({ step: "file" });
  const answers = {
    ...keeping(present),
    "drafts.show": () => present,
    "drafts.kind": ({ kind }: { kind: "order" }) => {
      present = { ...present, kind };
      return present;
    },
    "drafts.save_view": (request: { step: string; view: JsonValue }) => {
      present = { ...present, step: request.step, view: request.view };
      return present;
    },
  };
  const window = open({ at: "/import/7", answers });
  await userEvent.click(await screen.findByRole("combobox", { name: "The rows are" }));
  await userEvent.click(await screen.findByRole("option", { name: "Orders", hidden: true }));
  await waitFor(() => expect(lastAsked(window, "drafts.kind")).toEqual({ draft: 7, kind: "order" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Orders get the status of the file" }));
  await waitFor(() => expect(lastAsked(window, "drafts.save_view")).toMatchObject({ view: { order_status: true } }));
});

/** The last request of a name. */
function lastAsked(window: { asked: readonly { name: string; request: unknown }[] }, name: string) {
  return window.asked.filter((one) => one.name === name).at(-1)?.request;
}
