// What becomes of what somebody edited since, when a run is taken back?

import { configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { ChangeShown } from "../../bindings/ChangeShown";
import { open } from "../../testing/answering";
import { report } from "../../testing/fixtures";
import { change, done, lastOf, ofRun, some, summary } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 60_000 });

test("what somebody edited since is left alone until it is decided, one by one or all alike", async () => {
  const price = (decimal: string) => ({ decimal });
  const conflict = change({
    change: 901,
    undoes: 701,
    outcome: "conflict",
    differences: [
      {
        field: "regular_price",
        expected: price("25.90"),
        found: price("26.50"),
        expected_text: "25.90",
        found_text: "26.50",
        by: { run: 14, file: "prices.csv" },
      },
    ],
  });
  const theirs = conflict.differences.map(({ by: _, ...one }) => one);
  const other = change({ ...conflict, change: 902, undoes: 702, label: "Saucer", store_id: 40, differences: theirs });
  const back = (of: ChangeShown, number: number, isTaken: boolean): ChangeShown => ({
    ...of,
    change: number,
    outcome: isTaken ? "planned" : "skipped",
    detail: isTaken ? null : { skipped: "edited_since" },
    differences: [],
    fields: [
      {
        field: "regular_price",
        before: price("26.50"),
        after: price("24.90"),
        before_text: "26.50",
        after_text: "24.90",
        left_out: false,
      },
    ],
  });
  const taken = new Set<number>();
  const careful = report({ run: 15, kind: "undo", undoes: 12, counts: { ...some, update: 310, conflict: 2 } });
  const whole = report({ run: 16, kind: "undo", undoes: 12, counts: { ...some, update: 312 } });
  const window = open({
    at: "/history/12/undo",
    answers: ofRun(done(), {
      "undo.plan": ({ restore }: { restore?: number[] }) => (restore ? whole : careful),
      "runs.show": ({ run }: { run: number }) => ({ 15: careful, 16: whole })[run] ?? done(),
      "runs.summary": summary(whole, { left_out: 2 }),
      "runs.changes": ({ run, filter }: { run: number; filter: { terms: boolean } }) => {
        const changes = filter.terms
          ? []
          : run === 15
            ? [conflict, other]
            : [back(conflict, 911, taken.has(911)), back(other, 912, taken.has(912))];
        return { changes, total: changes.length };
      },
      "runs.choose": ({ changes = [], take }: { changes?: number[]; take: boolean }) => {
        for (const one of changes) {
          take ? taken.add(one) : taken.delete(one);
        }
        return summary(whole, { left_out: 2 - taken.size });
      },
      "runs.discard": null,
      "runs.begin": whole,
    }),
  });
  expect(await screen.findByText("2 were edited since")).toBeVisible();
  expect([...taken], "nothing of others is put back unasked").toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Compare and decide" }));
  const one = await screen.findByRole("radiogroup", { name: "What becomes of Tea towel" });
  const row = screen.getAllByRole("row", { name: /Price/ })[0] as HTMLElement;
  expect(
    within(row)
      .getAllByRole("cell")
      .map((cell) => cell.textContent)
      .slice(0, 3),
  ).toEqual(["€24.90", "€25.90", "€26.50Changed later by run 14, prices.csv"]);
  const later = screen.getAllByRole("link", { name: "Changed later by run 14, prices.csv" });
  expect(later.map((link) => link.getAttribute("href"))).toEqual([expect.stringMatching(/\/history\/14$/)]);
  expect(within(one).getByRole("radio", { name: "Leave" })).toBeChecked();
  await userEvent.click(within(one).getByRole("radio", { name: "Put back" }));
  await waitFor(() => expect([...taken]).toEqual([911]));
  const all = screen.getByRole("radiogroup", { name: "For all of them" });
  await userEvent.click(within(all).getByRole("radio", { name: "Put all back" }));
  await waitFor(() => expect([...taken].sort()).toEqual([911, 912]));
  await userEvent.click(screen.getByRole("button", { name: /^Put .* back$/ }));
  await waitFor(() => expect(lastOf(window, "runs.begin")).toEqual({ run: 16 }));
  expect(lastOf(window, "runs.discard"), "the plan that only compared").toEqual({ run: 15 });
});

/** A program in which somebody edited the price of one product after a run that changed its price and its stock. */
function oneEdited() {
  const field = (name: string, before: string, after: string) => ({
    field: name,
    before: name === "regular_price" ? { decimal: before } : { integer: Number(before) },
    after: name === "regular_price" ? { decimal: after } : { integer: Number(after) },
    before_text: before,
    after_text: after,
  });
  const price = field("regular_price", "26.50", "24.90");
  const stock = field("stock_quantity", "4", "9");
  const conflict = change({
    change: 901,
    undoes: 701,
    outcome: "conflict",
    differences: [
      {
        field: "regular_price",
        expected: { decimal: "25.90" },
        found: { decimal: "26.50" },
        expected_text: "25.90",
        found_text: "26.50",
      },
    ],
  });
  // As the program plans it: what was edited waits for a decision, all else goes back.
  const left = new Set<string>(["regular_price"]);
  let pricesLeft = 0;
  let isIn = true;
  const back = (): ChangeShown => {
    const isNothingLeft = left.size === 2;
    const reason = isIn ? "no_field_chosen" : "not_chosen";
    const isPlanned = isIn && !isNothingLeft;
    return change({
      change: 911,
      undoes: 701,
      outcome: isPlanned ? "planned" : "skipped",
      detail: isPlanned ? null : { skipped: reason },
      fields: [price, stock].map((one) => ({ ...one, left_out: left.has(one.field) })),
    });
  };
  const careful = report({
    run: 15,
    kind: "undo",
    undoes: 12,
    counts: { ...some, update: 310, create: 0, conflict: 1 },
  });
  const whole = () =>
    report({
      run: 16,
      kind: "undo",
      undoes: 12,
      counts: { ...some, create: 0, update: 310 + Number(back().outcome === "planned") },
    });
  const told = () =>
    summary(whole(), {
      fields: [
        {
          field: "regular_price",
          count: 310 + Number(isIn),
          left_out: pricesLeft + Number(isIn && left.has("regular_price")),
          needed: 0,
        },
        {
          field: "stock_quantity",
          count: Number(isIn),
          left_out: Number(isIn && left.has("stock_quantity")),
          needed: 0,
        },
      ].filter(({ count }) => count > 0),
      left_out: Number(!isIn),
    });
  const answers = ofRun(done(), {
    "undo.plan": ({ restore }: { restore?: number[] }) => (restore ? whole() : careful),
    "runs.show": ({ run }: { run: number }) => (run === 15 ? careful : run === 16 ? whole() : done()),
    "runs.summary": told,
    "runs.changes": ({ run, filter }: { run: number; filter: { terms: boolean } }) => {
      const changes = filter.terms ? [] : [run === 15 ? conflict : back()];
      return { changes, total: changes.length };
    },
    // As the program chooses: records that were left out whole stay out until they are taken in whole.
    "runs.choose": ({ changes, fields = [], take }: { changes?: number[]; fields?: string[]; take: boolean }) => {
      if (changes === undefined) {
        pricesLeft = take ? 0 : 310;
      }
      if (changes === undefined || changes.includes(911)) {
        for (const one of fields) {
          take ? left.delete(one) : left.add(one);
        }
        if (fields.length === 0) {
          isIn = take;
        }
      }
      return told();
    },
    "runs.discard": null,
  });
  const state = () =>
    back().outcome === "planned" ? [price, stock].map(({ field: name }) => name).filter((name) => !left.has(name)) : [];
  return { answers, state };
}

test("of what somebody edited since, one field goes back and the other stays", async () => {
  const { answers, state } = oneEdited();
  open({ at: "/history/12/undo", answers });
  expect(await screen.findByRole("button", { name: "Put 311 products back" })).toBeEnabled();
  expect(await screen.findByText(/^Of 1 only some fields go back; the others stay/)).toBeVisible();
  await userEvent.click(await screen.findByRole("button", { name: "Compare and decide" }));
  const row = await screen.findByRole("row", { name: /Stock/ });
  expect(within(row).getByText("Not edited since")).toBeVisible();
  expect(
    within(row)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent)
      .slice(0, 3),
  ).toEqual(["9", "4", "4"]);
  const stock = within(screen.getByRole("radiogroup", { name: "What becomes of Stock" }));
  const price = within(screen.getByRole("radiogroup", { name: "What becomes of Price" }));
  const whole = within(screen.getByRole("radiogroup", { name: "What becomes of Tea towel" }));
  expect(state(), "only what was edited is a question").toEqual(["stock_quantity"]);
  expect(stock.getByRole("radio", { name: "Put back" })).toBeChecked();
  expect(price.getByRole("radio", { name: "Leave" })).toBeChecked();
  expect(whole.getByRole("radio", { name: "Leave" })).not.toBeChecked();
  expect(whole.getByRole("radio", { name: "Put back" })).not.toBeChecked();

  await userEvent.click(stock.getByRole("radio", { name: "Leave" }));
  await waitFor(() => expect(state()).toEqual([]));
  expect(await screen.findByRole("button", { name: "Put 310 products back" })).toBeEnabled();
  await userEvent.click(price.getByRole("radio", { name: "Put back" }));
  await waitFor(() => expect(state()).toEqual(["regular_price"]));
  await waitFor(() => expect(whole.getByRole("radio", { name: "Put back" })).toBeEnabled());
  await userEvent.click(whole.getByRole("radio", { name: "Put back" }));
  await waitFor(() => expect(state()).toEqual(["regular_price", "stock_quantity"]));
});

/** A program in which somebody edited two products that a run had made, one of which is needed by now. */
function madeAndEdited() {
  const differences = [
    { field: "stock_quantity", expected: { integer: 9 }, found: { integer: 4 }, expected_text: "9", found_text: "4" },
  ];
  // What the run made has no number in the plan that leaves it, and one in the plan that removes it.
  const conflict = (number: number, undoes: number, label: string) =>
    change({ change: number, undoes, action: "delete", label, store_id: null, outcome: "conflict", differences });
  const conflicts = [conflict(901, 701, "Bowl"), conflict(902, 702, "Jug"), conflict(903, 703, "Vase")];
  let isTaken = false;
  const backs = (): ChangeShown[] => [
    change({ change: 911, undoes: 700, label: "Tray", action: "delete", store_id: 1552 }),
    change({
      change: 912,
      undoes: 701,
      label: "Bowl",
      action: "delete",
      store_id: 1553,
      outcome: isTaken ? "planned" : "skipped",
      detail: isTaken ? null : { skipped: "edited_since" },
    }),
    change({
      change: 913,
      undoes: 702,
      label: "Jug",
      action: "delete",
      outcome: "skipped",
      detail: { skipped: "still_used" },
    }),
  ];
  const nothing = { ...some, create: 0, update: 0, delete: 0, skipped: 0 };
  const careful = report({ run: 15, kind: "undo", undoes: 12, counts: { ...nothing, delete: 1, conflict: 3 } });
  const whole = () =>
    report({
      run: 16,
      kind: "undo",
      undoes: 12,
      counts: { ...nothing, delete: 1 + Number(isTaken), skipped: 1 + Number(!isTaken) },
    });
  const told = () => summary(whole(), { fields: [], left_out: Number(!isTaken), left_edited: Number(!isTaken) });
  return ofRun(done(), {
    "undo.plan": ({ restore }: { restore?: number[] }) => (restore ? whole() : careful),
    "runs.show": ({ run }: { run: number }) => (run === 15 ? careful : run === 16 ? whole() : done()),
    "runs.summary": told,
    "runs.changes": ({ run, filter }: { run: number; filter: { terms: boolean } }) => {
      const changes = filter.terms ? [] : run === 15 ? conflicts : backs();
      return { changes, total: changes.length };
    },
    "runs.choose": ({ changes = [], take }: { changes?: number[]; take: boolean }) => {
      isTaken = changes.includes(912) ? take : isTaken;
      return told();
    },
  });
}

test("what the run made and somebody edited since is not removed unasked", async () => {
  const window = open({ at: "/history/12/undo", answers: madeAndEdited() });
  expect(await screen.findByText("3 were edited since")).toBeVisible();
  expect(screen.getByText(/^3 stay as they are now/)).toBeVisible();
  expect(await screen.findByRole("button", { name: "Remove 1 product" })).toBeEnabled();
  expect(lastOf(window, "undo.plan"), "nothing but what is shown may be put back").toEqual({
    run: 12,
    conflicts: "skip",
    restore: [701, 702, 703],
    undecided: true,
  });
  expect(screen.getByRole("radio", { name: "Goes back (1)" })).toBeChecked();
  expect(screen.getByRole("radio", { name: "Edited since (3)" })).toBeInTheDocument();
  expect(screen.getByRole("radio", { name: "Stays as it is (2)" }), "edited, or needed").toBeInTheDocument();
  const listed = () => window.asked.filter(({ name, request }) => name === "runs.changes" && request?.run === 16);
  await waitFor(() =>
    expect(
      listed().map(({ request }) => (request?.filter as { standing?: string } | undefined)?.standing),
      "what stays is not listed with what goes back",
    ).toContain("open"),
  );
  await userEvent.click(screen.getByRole("button", { name: "Compare and decide" }));
  const of = async (label: string) =>
    within(await screen.findByRole("radiogroup", { name: `What becomes of ${label}` }));
  const bowl = await of("Bowl");
  expect(bowl.getByRole("radio", { name: "Leave" })).toBeChecked();
  for (const label of ["Jug", "Vase"]) {
    const fixed = await of(label);
    expect(fixed.getByRole("radio", { name: "Leave" })).toBeChecked();
    expect(fixed.getByRole("radio", { name: "Remove all the same" })).toBeDisabled();
  }
  expect(screen.getAllByText(/^This stays as it is now\./)).toHaveLength(2);
  await userEvent.click(bowl.getByRole("radio", { name: "Remove all the same" }));
  expect(await screen.findByRole("button", { name: "Remove 2 products" })).toBeEnabled();
  expect(lastOf(window, "runs.choose")).toEqual({ run: 16, changes: [912], take: true });
});

test("ticking a field for all records puts nothing back that somebody edited", async () => {
  const { answers, state } = oneEdited();
  const window = open({ at: "/history/12/undo", answers });
  await userEvent.click(await screen.findByRole("button", { name: "Compare and decide" }));
  await screen.findByRole("radiogroup", { name: "What becomes of Stock" });
  await waitFor(() => expect(state()).toEqual(["stock_quantity"]));
  const tick = screen.getByRole("checkbox", { name: "Put Price back" });
  expect(tick, "what stays because it was edited is not left out").toBeChecked();
  await userEvent.click(tick);
  await waitFor(() => expect(lastOf(window, "runs.choose")).toMatchObject({ fields: ["regular_price"], take: false }));
  await waitFor(() => expect(tick).not.toBeChecked());
  await userEvent.click(tick);
  await waitFor(() => expect(lastOf(window, "runs.choose")).toMatchObject({ changes: [911], take: false }));
  expect(state()).toEqual(["stock_quantity"]);
});
