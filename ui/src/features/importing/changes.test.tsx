// What is seen of the changes before anything is sent?

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { columns, draft, report } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

test("a plan that only makes products says so on its button", async () => {
  const counts = { ...report().counts, update: 0, create: 2 };
  const answers = { ...keeping(draft({ step: "changes", view: { run: 12 } })), "runs.show": report({ counts }) };
  const told = (kinds: object[]) => ({ fields: [], kinds, left_out: 0, left_edited: 0, accidents: [], rejects: 0 });
  const of = (entity: string) => ({ action: "create", entity, count: 1 });
  const both = told([of("product"), of("variation")]);
  open({ at: "/import/7", answers: { ...answers, "runs.summary": both } });
  expect(await screen.findByRole("button", { name: "Add 1 product and 1 variation" })).toBeVisible();
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

test("beside a main button that waits stands why", async () => {
  const rows = draft().rows as NonNullable<DraftShown["rows"]>;
  const recognised = { ...rows.recognised, platform: "woocommerce_tax_rates", has_products: false };
  open({ at: "/import/7", answers: keeping(draft({ rows: { ...rows, recognised } })) });
  expect(await screen.findByText("This is a list of tax rates from WooCommerce.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Match the columns" })).toBeDisabled();
  expect(screen.getByText("Nothing can be imported from this file: there are no products in it.")).toBeVisible();
});
