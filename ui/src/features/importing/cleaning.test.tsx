import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { column, columns, draft, linen } from "../../testing/fixtures";

const colour = column({ column: 2, name: "Farbe", field: "attribute:Farbe", samples: ["Grey", "gray"] });
const present = { ...columns, columns: [...columns.columns.slice(0, 2), colour] };

function answers(shown: DraftShown) {
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.show": shown,
    "drafts.save_view": shown,
    "drafts.columns": present,
    "drafts.fields": [{ field: "sku", kind: "text", choices: [], takes_several: false }],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.try_steps": [{ before: "gray", after: "gray", read: null, issues: [] }],
    "drafts.resembling": [],
    "drafts.map": present,
  };
}

async function openColumn() {
  await userEvent.click(await screen.findByRole("button", { name: /Farbe/, pressed: false }));
}

test("values that mean the same are proposed, and one decision holds for all of them", async () => {
  const decided = {
    ...present,
    columns: [
      ...columns.columns.slice(0, 2),
      { ...colour, steps: [{ step: "value_map", values: [["gray", "Grey"]] }] },
    ],
  };
  const window = open({
    at: "/import/7",
    answers: {
      ...answers(draft({ step: "columns" })),
      "drafts.clusters": {
        clusters: [
          {
            values: [
              { value: "Grey", count: 5 },
              { value: "gray", count: 2 },
            ],
            proposed: "Grey",
            alike: "words",
          },
          {
            values: [
              { value: "Blue", count: 3 },
              { value: "Blua", count: 1 },
            ],
            proposed: "Blue",
            alike: "spelling",
          },
        ],
        total: 2,
        is_complete: true,
      },
      "drafts.unify": decided,
    },
  });
  await openColumn();
  await userEvent.click(screen.getByRole("button", { name: "Clean up values" }));
  const panel = await screen.findByRole("dialog", { name: "Values of Farbe" });
  const groups = await within(panel).findByRole("list", { name: "Alike values" });
  expect(within(groups).getByRole("checkbox", { name: "Make one value: Grey" })).toBeChecked();
  // What may be another word is for the user to say.
  expect(within(groups).getByRole("checkbox", { name: "Make one value: Blue" })).not.toBeChecked();
  expect(window.asked.some(({ name }) => name === "drafts.unify")).toBe(false);
  const name = within(groups).getByRole("textbox", { name: "What Grey and the others become" });
  await userEvent.clear(name);
  await userEvent.type(name, "Stone grey");
  await userEvent.click(within(panel).getByRole("button", { name: "Make one value of 1 group" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.unify",
      request: { draft: 7, column: 2, decisions: [{ values: ["Grey", "gray"], to: "Stone grey" }] },
    }),
  );
});

test("all values of a column are counted, and those that are chosen become one", async () => {
  const window = open({
    at: "/import/7",
    answers: {
      ...answers(draft({ step: "columns" })),
      "drafts.clusters": { clusters: [], total: 0, is_complete: true },
      "drafts.facets": {
        values: [
          { value: "Navy", count: 1204 },
          { value: "Marine", count: 3 },
        ],
        distinct: 2,
        empty: 7,
        uncounted: 0,
        is_complete: true,
      },
      "drafts.unify": present,
    },
  });
  await openColumn();
  await userEvent.click(screen.getByRole("button", { name: "Clean up values" }));
  await userEvent.click(await screen.findByText("All values"));
  expect(await screen.findByText(/2 different values, 7 cells empty/)).toBeVisible();
  expect(screen.getByText("1,204")).toBeVisible();
  await userEvent.click(screen.getByRole("checkbox", { name: "Navy" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Marine" }));
  await userEvent.click(screen.getByRole("button", { name: "Make one of 2 values" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.unify",
      request: { draft: 7, column: 2, decisions: [{ values: ["Navy", "Marine"], to: "Navy" }] },
    }),
  );
});

test("a formula is typed beside the list of what can be typed", async () => {
  const window = open({
    at: "/import/7",
    answers: {
      ...answers(draft({ step: "columns" })),
      "drafts.expression_help": {
        words: [{ name: "number", form: "number", example: "number * 2", answer: "4", meaning: "" }],
        functions: [{ name: "upper", form: "upper(text)", example: "upper(value)", answer: "RED", meaning: "" }],
      },
    },
  });
  await openColumn();
  await userEvent.click(screen.getByRole("button", { name: "Add a step" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Formula", hidden: true }));
  const help = await screen.findByRole("region", { name: "What can be typed" });
  expect(help).toHaveTextContent("Capital letters. upper(value) gives RED");
  expect(help).toHaveTextContent("Columns: SKU, VK brutto, Farbe");
  await userEvent.type(screen.getByRole("textbox", { name: /Formula/ }), "number * 1.19");
  await waitFor(() =>
    expect(window.asked.findLast(({ name }) => name === "drafts.map")?.request).toMatchObject({
      columns: [{ column: 2, steps: [{ step: "expression", text: "number * 1.19" }] }],
    }),
  );
});

test("a price is made by a rule whose numbers stay text", async () => {
  const window = open({ at: "/import/7", answers: answers(draft({ step: "columns" })) });
  await openColumn();
  await userEvent.click(screen.getByRole("button", { name: "Add a step" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Make a price", hidden: true }));
  await userEvent.type(screen.getByRole("textbox", { name: "Margin of the price, %" }), "40");
  await userEvent.type(screen.getByRole("textbox", { name: "Ending, as 0.99" }), "0,95");
  await waitFor(() =>
    expect(window.asked.findLast(({ name }) => name === "drafts.map")?.request).toMatchObject({
      columns: [{ steps: [{ step: "price", margin: "40", ending: "0.95" }] }],
    }),
  );
});

test("a table to look values up in is taken out of a file", async () => {
  const window = open({
    at: "/import/7",
    picked: { path: "/files/groups.csv" },
    answers: {
      ...answers(draft({ step: "columns" })),
      "drafts.look_up_table": {
        name: "groups.csv",
        columns: ["No.", "Group", "Shelf"],
        rows: [
          ["17", "Tools", "A"],
          ["", "Nothing", "B"],
        ],
        has_more: false,
      },
    },
  });
  await openColumn();
  await userEvent.click(screen.getByRole("button", { name: "Add a step" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Look up in another file", hidden: true }));
  await userEvent.click(screen.getByRole("button", { name: "Choose the file" }));
  expect(await screen.findByText("1 entry from “groups.csv”")).toBeVisible();
  await waitFor(() =>
    expect(window.asked.findLast(({ name }) => name === "drafts.map")?.request).toMatchObject({
      columns: [{ steps: [{ step: "look_up", name: "groups.csv", table: [["17", "Tools"]], otherwise: "keep" }] }],
    }),
  );
});

test("a profile that nearly fits is offered with what has changed, and used only when it is meant", async () => {
  const window = open({
    at: "/import/7",
    answers: {
      ...answers(draft()),
      "drafts.resembling": [
        {
          name: "Seil-Meyer",
          found: 4,
          of: 6,
          changes: [
            { change: "renamed", from: "VK", to: "VK brutto", field: "regular_price", percent: 91 },
            { change: "renamed", from: "Lager", to: "Lagerort", field: "stock", percent: 88 },
            { change: "missing", column: "EAN", field: "global_unique_id" },
            { change: "added", column: "Notiz" },
            { change: "moved" },
          ],
        },
      ],
      "drafts.use_profile": columns,
    },
  });
  const offer = await screen.findByRole("region", { name: "This looks like the profile “Seil-Meyer”" });
  expect(offer).toHaveTextContent("4 of its 6 columns are in the file.");
  expect(offer).toHaveTextContent("“Notiz” is new");
  expect(offer).toHaveTextContent("“EAN” for");
  expect(window.asked.some(({ name }) => name === "drafts.use_profile")).toBe(false);
  await userEvent.click(within(offer).getByRole("checkbox", { name: /“Lager” is called “Lagerort”/ }));
  await userEvent.click(within(offer).getByRole("button", { name: "Use “Seil-Meyer”" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.use_profile",
      request: { draft: 7, name: "Seil-Meyer", renamed: [["VK", "VK brutto"]] },
    }),
  );
});

test("what was seen in the cells is shown with its count, and can be overruled", async () => {
  const seen = { ...colour.seen, cells: 40, list: "|", lists: 31, currency: "€", currencies: 12 };
  const listed = { ...columns, columns: [...columns.columns.slice(0, 2), { ...colour, seen }] };
  const window = open({
    at: "/import/7",
    answers: { ...answers(draft({ step: "columns" })), "drafts.columns": listed },
  });
  await openColumn();
  const between = screen.getByRole("combobox", { name: "Between several values" });
  expect(between).toHaveAttribute("placeholder", "Found: | in 31 of 40 values");
  expect(screen.getByText("Prices name a currency. Found: € in 12 of 40 values")).toBeVisible();
  await userEvent.click(between);
  await userEvent.click(await screen.findByRole("option", { name: ";", hidden: true }));
  expect(window.asked.findLast(({ name }) => name === "drafts.map")?.request).toMatchObject({
    columns: [{ column: 2, notation: { list: ";" } }],
  });
});
