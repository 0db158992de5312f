// What does the file step tell of a file, and how is it overruled?

import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import type { JsonValue } from "../../bindings/serde_json/JsonValue";
import { open } from "../../testing/answering";
import { draft } from "../../testing/fixtures";
import { keeping, lastAsked } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

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

test("a recognised file in which everything fits goes straight to the check", async () => {
  const rows = { ...(draft().rows as NonNullable<DraftShown["rows"]>), fits: true };
  open({ at: "/import/7", answers: { ...keeping(draft({ rows })), "drafts.checked": null, "drafts.check": null } });
  expect(await screen.findByRole("button", { name: "Check the rows" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Match the columns" })).toBeNull();
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
