// What does the way back show before it is gone?

import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { report } from "../../testing/fixtures";
import { change, done, lastOf, ofRun, some, summary } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 60_000 });

test("an undo is shown before it is done, and begins in the background", async () => {
  const plan = report({ run: 15, kind: "undo", undoes: 12, counts: { ...some, create: 0, update: 312, unchanged: 0 } });
  const window = open({
    at: "/history/12/undo",
    answers: ofRun(done(), {
      "undo.plan": plan,
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan),
      "runs.begin": plan,
    }),
  });
  expect(await screen.findByText("312 products in Linen & Co would be as before")).toBeVisible();
  expect(lastOf(window, "undo.plan")).toEqual({ run: 12, conflicts: "skip" });
  expect(window.address()).toBe("/history/12/undo?plan=15");
  expect(screen.getByText("Linen & Co has not been touched yet.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Put 312 products back" }));
  await waitFor(() => expect(window.address()).toBe("/history/15"));
  expect(lastOf(window, "runs.begin")).toEqual({ run: 15 });
});

test("fields are left out of an undo, and a plan that nobody follows is taken away", async () => {
  const plan = report({ run: 15, kind: "undo", undoes: 12 });
  const window = open({
    at: "/history/12/undo?plan=15",
    answers: ofRun(done(), {
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan),
      "runs.choose": summary(plan, { fields: [{ field: "regular_price", count: 312, left_out: 312, needed: 0 }] }),
      "runs.discard": null,
    }),
  });
  const field = await screen.findByRole("checkbox", { name: "Put Price back" });
  expect(field).toBeChecked();
  await userEvent.click(field);
  expect(lastOf(window, "runs.choose")).toEqual({ run: 15, fields: ["regular_price"], take: false });
  await waitFor(() => expect(field).not.toBeChecked());
  await userEvent.click(screen.getByRole("button", { name: "Leave it as it is" }));
  await waitFor(() => expect(window.address()).toBe("/history/12"));
  expect(lastOf(window, "runs.discard")).toEqual({ run: 15 });
});

test("what goes back is counted in products, and categories apart", async () => {
  const nothing = { ...some, create: 0, update: 0, delete: 0, skipped: 0 };
  const plan = report({
    run: 15,
    kind: "undo",
    undoes: 12,
    counts: { ...nothing, delete: 16 },
    terms: { ...nothing, delete: 3 },
  });
  const window = open({
    at: "/history/12/undo?plan=15",
    answers: ofRun(done(), {
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan, { fields: [] }),
    }),
  });
  expect(await screen.findByText("16 products in Linen & Co would be as before")).toBeVisible();
  expect(screen.getByText("Categories, tags, attributes").nextSibling).toHaveTextContent("3");
  expect(screen.getByRole("button", { name: "Remove 16 products" })).toBeEnabled();
  const terms = { ...plan, counts: nothing };
  window.answers["runs.show"] = ({ run }: { run: number }) => (run === 15 ? terms : done());
  act(() => window.tell({ event: "run_changed", run: 15 }));
  expect(await screen.findByRole("button", { name: "Put 3 categories, tags and attributes back" })).toBeEnabled();
});

test("of a record that is made again it is said so, and none of its fields are listed", async () => {
  const plan = report({ run: 15, kind: "undo", undoes: 12, counts: { ...some, create: 1, update: 0 } });
  const again = change({
    change: 911,
    undoes: 701,
    action: "create",
    store_id: null,
    fields: ["slug", "menu_order"].map((field) => ({
      field,
      before: null,
      after: { text: `its ${field}` },
      before_text: null,
      after_text: `its ${field}`,
      left_out: false,
    })),
  });
  open({
    at: "/history/12/undo?plan=15",
    answers: ofRun(done(), {
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan, { fields: [] }),
      "runs.changes": { changes: [again], total: 1 },
    }),
  });
  // The list is another one once it can be chosen from.
  await screen.findByRole("checkbox");
  await userEvent.click(screen.getByText("Is made again as it was"));
  const panel = within(screen.getByRole("complementary", { name: "Overview" }));
  expect(await panel.findByText("Is made again as it was")).toBeVisible();
  expect(screen.queryByText(/its slug|its menu_order/)).toBeNull();
});

test("only some fields of a run are taken back", async () => {
  const plan = report({ run: 15, kind: "undo", undoes: 12 });
  const told = summary(done(), {
    fields: [
      { field: "regular_price", count: 312, updates: 312, left_out: 0, needed: 0 },
      { field: "stock_quantity", count: 40, updates: 40, left_out: 0, needed: 0 },
      { field: "name", count: 4, updates: 0, left_out: 0, needed: 0 },
    ],
  });
  const window = open({
    at: "/history/12?field=regular_price",
    answers: ofRun(done(), { "runs.summary": told, "undo.plan": plan }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Other ways to undo" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Undo only some fields", hidden: true }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole("checkbox", { name: "Price" }), "what the records are narrowed to").toBeChecked();
  expect(dialog.getByRole("checkbox", { name: "Stock" })).not.toBeChecked();
  expect(dialog.queryByRole("checkbox", { name: "Name" }), "only new products got one").toBeNull();
  await userEvent.click(dialog.getByRole("button", { name: "See what goes back" }));
  await waitFor(() =>
    expect(lastOf(window, "undo.plan")).toEqual({ run: 12, fields: ["regular_price"], conflicts: "skip" }),
  );
  expect(await screen.findByText("Only Price. Nothing is made or removed.")).toBeVisible();
});

test("a way back that looks like an accident says so before it is gone", async () => {
  const plan = report({ run: 15, kind: "undo", undoes: 12 });
  open({
    at: "/history/12/undo?plan=15",
    answers: ofRun(done(), {
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan, { accidents: [{ code: "prices_by_100", count: 312, of: 312 }] }),
    }),
  });
  expect(await screen.findByText("312 of 312 prices fall to a hundredth.")).toBeVisible();
});

test("who unticks a record sees how many of how many go back", async () => {
  const nothing = { ...some, create: 0, update: 0, delete: 0 };
  const plan = report({ run: 15, kind: "undo", undoes: 12, counts: { ...nothing, update: 14, skipped: 1 } });
  open({
    at: "/history/12/undo?plan=15",
    answers: ofRun(done(), {
      "runs.show": ({ run }: { run: number }) => (run === 15 ? plan : done()),
      "runs.summary": summary(plan, { left_out: 1 }),
    }),
  });
  expect(await screen.findByRole("button", { name: "Put 14 products back" })).toBeEnabled();
  expect(screen.queryByText(/cannot be put back/)).toBeNull();
  expect(screen.queryByText("Stays as it is (1)")).toBeNull();
});
