import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShapes } from "../../bindings/DraftShapes";
import type { RowShape } from "../../bindings/RowShape";
import { open } from "../../testing/answering";
import { columns, draft, linen } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

const split: RowShape = {
  shape: "split",
  options: [{ column: "Size", attribute: "" }],
  along: ["Price"],
  between: ",",
  all_combinations: false,
  sku: "SKU",
};
const reason = {
  code: "lists_side_by_side",
  params: [
    ["columns", "Size, Price"],
    ["rows", "3"],
  ] as [string, string][],
};
const shapes: DraftShapes = {
  possible: true,
  follows: false,
  columns: ["SKU", "Size", "Price"],
  now: null,
  proposals: [{ shape: split, reason }],
  tried: null,
};
const tried = {
  columns: ["SKU", "Size", "Price"],
  before: [{ line: 2, kind: "", cells: ["TEE", "S,M", "10,12"] }],
  after: [
    { line: 2, kind: "variable", cells: ["TEE", "S, M", ""] },
    { line: 2, kind: "variation", cells: ["TEE-S", "S", "10"] },
    { line: 2, kind: "variation", cells: ["TEE-M", "M", "12"] },
  ],
  rows: 40,
  products: 39,
  variations: 2,
  notices: [
    { code: "lists_do_not_fit", count: 1, params: { line: "7", column: "Price", found: "2", wanted: "3" }, asks: null },
  ],
};

function answers(now: RowShape | null = null) {
  const shown = draft({
    step: "columns",
    reading: { ...draft().reading, ...(now ? { joining: { shape: now } } : {}) },
  });
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.show": shown,
    "drafts.columns": columns,
    "drafts.fields": [],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.resembling": [],
    "drafts.read_settings": shown,
    "drafts.shapes": (request: { shape?: RowShape | null }) => ({
      ...shapes,
      now,
      tried: request.shape ? tried : null,
    }),
  };
}

test("rows with lists are proposed as variants, shown before and after, and changed only when that is meant", async () => {
  const window = open({ at: "/import/7", answers: answers() });
  const place = await screen.findByRole("region", { name: "Products with variations" });
  expect(place).toHaveTextContent("Size, Price have lists of the same length, in 3 rows");
  await userEvent.click(within(place).getByRole("button", { name: "See what becomes of the rows" }));
  const panel = await screen.findByRole("dialog", { name: "How do the rows become products?" });
  expect(within(panel).getByRole("radio", { name: "One row holds several variations" })).toBeChecked();
  const before = await within(panel).findByRole("table", { name: "Rows of the file" });
  expect(within(before).getByText("S,M")).toBeVisible();
  const after = within(panel).getByRole("table", { name: "What becomes of them" });
  expect(within(after).getAllByText("variation")).toHaveLength(2);
  expect(panel).toHaveTextContent("The first 40 rows are 39 products with 2 variations.");
  expect(panel).toHaveTextContent("On line 7, Price has 2 values where 3 are needed.");
  await userEvent.type(within(panel).getByRole("textbox", { name: "What the shop calls Size" }), "Größe");
  expect(window.asked.some(({ name }) => name === "drafts.read_settings")).toBe(false);
  await userEvent.click(within(panel).getByRole("button", { name: "Make these products" }));
  await waitFor(() =>
    expect(window.asked.find(({ name }) => name === "drafts.read_settings")?.request).toMatchObject({
      draft: 7,
      reading: {
        joining: { shape: { ...split, options: [{ column: "Size", attribute: "Größe" }] } },
      },
    }),
  );
});

test("rows that were made into products can be left as they are again", async () => {
  const window = open({ at: "/import/7", answers: answers(split) });
  const place = await screen.findByRole("region", { name: "Products with variations" });
  expect(place).toHaveTextContent("One row holds several variations");
  await userEvent.click(within(place).getByRole("button", { name: "Change it" }));
  const panel = await screen.findByRole("dialog");
  await userEvent.click(within(panel).getByRole("radio", { name: "Each row is one product" }));
  await userEvent.click(within(panel).getByRole("button", { name: "Leave the rows as they are" }));
  await waitFor(() =>
    expect(window.asked.find(({ name }) => name === "drafts.read_settings")?.request).toMatchObject({
      reading: { joining: { shape: null } },
    }),
  );
});

test("rows of which a second file has variants cannot be left as they are", async () => {
  open({ at: "/import/7", answers: { ...answers(split), "drafts.shapes": { ...shapes, now: split, follows: true } } });
  const place = await screen.findByRole("region", { name: "Products with variations" });
  await userEvent.click(within(place).getByRole("button", { name: "Change it" }));
  const panel = await screen.findByRole("dialog");
  expect(within(panel).getAllByRole("radio")).toHaveLength(2);
  expect(within(panel).queryByRole("button", { name: "Leave the rows as they are" })).toBeNull();
});

test("the list of columns goes once one is chosen, and comes back when it is asked for", async () => {
  open({ at: "/import/7", answers: answers(split) });
  const place = await screen.findByRole("region", { name: "Products with variations" });
  await userEvent.click(within(place).getByRole("button", { name: "Change it" }));
  const panel = await screen.findByRole("dialog");
  const along = within(panel).getByRole("combobox", { name: "What each variation has for itself" });
  await userEvent.click(along);
  expect(along).toHaveAttribute("aria-expanded", "true");
  const list = document.getElementById(along.getAttribute("aria-controls") ?? "") as HTMLElement;
  await userEvent.click(within(list).getByRole("option", { name: "SKU", hidden: true }));
  await waitFor(() => expect(along).toHaveAttribute("aria-expanded", "false"));
  await userEvent.click(along);
  await waitFor(() => expect(along).toHaveAttribute("aria-expanded", "true"));
});
