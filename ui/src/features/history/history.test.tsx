import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { RunReport } from "../../bindings/RunReport";
import { open, refuse } from "../../testing/answering";
import { linen, report } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 60_000 });

const { counts: some } = report();
const done = (change: Partial<RunReport> = {}): RunReport =>
  report({
    status: "completed",
    pending: 0,
    seconds: 123,
    profile: "Supplier",
    counts: { ...some, failed: 3, altered: 2, unchanged: 1189 },
    ...change,
  });

function change(shown: Partial<ChangeShown> & Pick<ChangeShown, "change">): ChangeShown {
  return {
    action: "update",
    entity: "product",
    label: "Tea towel",
    row: 4,
    store_id: 30,
    outcome: "planned",
    detail: null,
    link: null,
    fields: [],
    differences: [],
    reasons: [],
    ...shown,
  };
}

const summary = (run: RunReport, more: object = {}) => ({
  run,
  kinds: (["create", "update", "delete"] as const).map((action) => ({
    action,
    entity: "product",
    count: run.counts[action],
  })),
  fields: [{ field: "regular_price", count: 312, updates: 312, left_out: 0, needed: 0 }],
  left_out: 0,
  left_edited: 0,
  accidents: [],
  issues: [],
  rejects: 2,
  ...more,
});

const none = { runs: [], total: 0 };

function ofRun(run: RunReport, more: object = {}) {
  return {
    "stores.list": [linen],
    "runs.show": run,
    "runs.summary": summary(run),
    "runs.list": none,
    "runs.changes": { changes: [], total: 0 },
    ...more,
  };
}

/** The last request of a command. */
function lastOf(window: ReturnType<typeof open>, name: string) {
  return window.asked.filter((one) => one.name === name).at(-1)?.request;
}

test("a history without runs says what it is for and leads to the first import", async () => {
  const window = open({ at: "/history", answers: { "runs.list": none, "runs.interrupted": [] } });
  expect(await screen.findByText("Nothing has been done yet")).toBeVisible();
  await userEvent.click(screen.getByRole("link", { name: "Go to Import" }));
  expect(window.address()).toBe("/");
});

test("the address holds what is looked for, and the program is asked for exactly that", async () => {
  const window = open({
    at: "/history?text=linen&stand=open&kind=undo&span=dates&from=2026-11-01&until=2026-11-02",
    answers: { "runs.list": none, "runs.interrupted": [] },
  });
  expect(await screen.findByText("No run fits.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "File, store or profile" })).toHaveValue("linen");
  expect(lastOf(window, "runs.list")).toEqual({
    from: 0,
    count: 50,
    text: "linen",
    store: null,
    statuses: ["running", "paused", "interrupted"],
    kind: "undo",
    since: new Date(2026, 10, 1).toISOString(),
    until: new Date(2026, 10, 3).toISOString(),
  });
  await userEvent.click(screen.getAllByRole("button", { name: "Show all" })[0] as HTMLElement);
  expect(await screen.findByText("Nothing has been done yet")).toBeVisible();
  expect(window.address()).toBe("/history");
});

test("plans that were only looked at are not in the history unless somebody asks for them", async () => {
  const window = open({ at: "/history", answers: { "runs.list": none, "runs.interrupted": [] } });
  await screen.findByText("Nothing has been done yet");
  expect(lastOf(window, "runs.list")?.statuses).not.toContain("planned");
});

test("an interrupted run stands on top, in plain words, with both ways out", async () => {
  const stopped = done({ status: "interrupted", pending: 188, counts: { ...some, update: 124, create: 4 } });
  const window = open({
    at: "/history",
    answers: {
      ...ofRun(stopped),
      "runs.list": { runs: [stopped], total: 1 },
      "runs.interrupted": [stopped],
      "runs.go_on": stopped,
    },
  });
  const all = within(await screen.findByRole("region", { name: "Interrupted runs" }));
  expect(all.getByText("price-list.csv did not come to its end in Linen & Co")).toBeVisible();
  expect(all.getByText(/128 done, 188 still to do/)).toBeVisible();
  expect(all.getByRole("button", { name: "Take back what was done" })).toBeVisible();
  await userEvent.click(all.getByRole("button", { name: "Go on" }));
  await waitFor(() => expect(window.address()).toBe("/history/12"));
  expect(lastOf(window, "runs.go_on")).toEqual({ run: 12 });
});

test("a run tells what it was, and its numbers lead to the records that they count", async () => {
  const window = open({ at: "/history/12", answers: ofRun(done()) });
  expect(await screen.findByRole("heading", { name: "price-list.csv" })).toBeVisible();
  expect(screen.getByText("Supplier")).toBeVisible();
  await userEvent.click(await screen.findByRole("button", { name: /Refused by the shop/ }));
  await waitFor(() =>
    expect(lastOf(window, "runs.changes")).toMatchObject({ run: 12, filter: { outcome: "failed", terms: false } }),
  );
  expect(window.address()).toBe("/history/12?outcome=failed");
  await userEvent.click(screen.getByRole("button", { name: /Price/ }));
  await waitFor(() =>
    expect(lastOf(window, "runs.changes")).toMatchObject({ filter: { outcome: "failed", field: "regular_price" } }),
  );
});

test("rows that stayed out are shown with their reasons and saved with sentences", async () => {
  const window = open({
    at: "/history/12?part=rows",
    answers: ofRun(done(), {
      "runs.rejects": {
        columns: ["SKU", "Price"],
        rejects: [
          {
            row: 78,
            line: 79,
            cells: ["BAD-1", "about 40"],
            issues: [{ code: "number_not_read", severity: "error", column: 1, params: [["value", "about 40"]] }],
          },
        ],
        total: 1,
      },
      "runs.save_rejects": { rows: 1, text: null },
    }),
  });
  expect(await screen.findByText("1 row stayed out")).toBeVisible();
  expect(screen.getByText(/“about 40”/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Save these rows" }));
  expect(await screen.findByText(/1 row saved/)).toBeVisible();
  const request = lastOf(window, "runs.save_rejects") as { file: string; words: Record<string, string> };
  expect(request.file).toBe("/places/rows-left-out-12.csv");
  expect(request.words.number_not_read).toContain("{value}");
  expect(request.words.store_refused).toContain("{message}");
});

test("a run whose values before were put away cannot be taken back, and says so", async () => {
  open({ at: "/history/12", answers: ofRun(done({ reduced_at: "2026-11-21T00:00:00Z" })) });
  expect(await screen.findByText(/It can no longer be taken back/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
});

test("repeating begins an import with the run's store and profile", async () => {
  const window = open({
    at: "/history/12",
    picked: { path: "/files/next.csv" },
    answers: ofRun(done(), { "drafts.begin": refuse("file_not_found", { path: "/files/next.csv" }) }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Repeat with another file" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  expect(lastOf(window, "drafts.begin")).toEqual({
    source: { path: "/files/next.csv" },
    store: "Linen & Co",
    profile: "Supplier",
  });
});

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

test("what was taken back already says by which run", async () => {
  open({
    at: "/history/12/undo",
    answers: ofRun(done(), { "undo.plan": refuse("run_already_undone", { run: "12", by: "15" }) }),
  });
  expect(await screen.findByText("This was taken back already")).toBeVisible();
  expect(screen.getByRole("link", { name: "See no. 15, which did it" })).toHaveAttribute("href", "/history/15");
});

test("a run that goes on shows how far it is, and is paused and stopped here too", async () => {
  const going = done({
    status: "running",
    pending: 200,
    now: { present: "Saucer", done: 100, total: 316, per_second: 20, pausing: false, waiting: null },
    counts: { ...some, update: 100, create: 0 },
  });
  const window = open({ at: "/history/12", answers: ofRun(going, { "runs.pause": going, "runs.stop": going }) });
  expect(await screen.findByText(/100 of 300/)).toBeVisible();
  expect(screen.getByText(/about 10 sec left/)).toBeVisible();
  expect(screen.queryByText("It took"), "it is not over yet").toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  expect(lastOf(window, "runs.pause")).toEqual({ run: 12 });
  window.answers["runs.show"] = done();
  act(() => window.tell({ event: "run_changed", run: 12 }));
  expect(await screen.findByRole("button", { name: "Undo" })).toBeVisible();
});

test("a run whose shop does not answer says so, and what is on its way is not called unknown", async () => {
  const now = { present: "Saucer", done: 800, total: 1400, per_second: 900, pausing: false, waiting: null };
  const counts = { ...some, update: 800, create: 0, unknown: 300 };
  const going = (silent: boolean) =>
    done({ status: "running", pending: 301, pending_records: 300, now: { ...now, silent }, counts, seconds: 1 });
  const window = open({ at: "/history/12", answers: ofRun(going(false)) });
  expect(await screen.findByText(/800 of 1,400 · less than a second left/)).toBeVisible();
  expect(screen.getByRole("button", { name: /^Under way ?300$/ })).toBeVisible();
  expect(screen.queryByText(/not known/i)).toBeNull();
  window.answers["runs.show"] = going(true);
  act(() => window.tell({ event: "run_changed", run: 12 }));
  expect(await screen.findByText("The shop does not answer. The run waits and goes on by itself.")).toBeVisible();
  expect(screen.queryByText(/second left/)).toBeNull();
});

test("what was left alone is told without the colours of what was done", async () => {
  const left = change({
    change: 700,
    action: "delete",
    outcome: "skipped",
    detail: { skipped: "not_chosen" },
    undoes: 7,
  });
  open({
    at: "/history/12",
    answers: ofRun(done(), { "runs.changes": { changes: [left], total: 1 } }),
  });
  const row = (await screen.findByText("Skipped")).closest('[role="row"]') as HTMLElement;
  expect(within(row).queryByText("Removed")).toBeNull();
  await userEvent.click(within(row).getByText(left.label));
  expect(await screen.findByText(/^Would have been removed · /)).toBeVisible();
});

test("the list says what was taken back, and by which run", async () => {
  const counts = { ...some, update: 312, create: 0 };
  const whole = done({ run: 12, counts, undone: { by: 15, records: 312 } });
  open({ at: "/history", answers: { "runs.list": { runs: [whole], total: 1 }, "runs.interrupted": [] } });
  expect(await screen.findByText("Taken back by no. 15")).toBeVisible();
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

test("what a request made a second time is said, and only that is taken back", async () => {
  const lost = { number: 0, key: 0, name: 0, mark: 0, content_and_time: 0, sent_again: 0, copies: 2 };
  const run = done({ lost_answers: lost });
  const window = open({
    at: "/history/12",
    answers: ofRun(run, { "undo.plan": done({ run: 13, kind: "undo", undoes: 12, status: "planned" }) }),
  });
  expect(await screen.findByText("2 products are in the shop a second time")).toBeVisible();
  await userEvent.click(screen.getByRole("link", { name: "Remove the second ones" }));
  await waitFor(() => expect(lastOf(window, "undo.plan")).toMatchObject({ run: 12, copies: true }));
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

test("what was pasted is called so, and a moment is told as one everywhere", async () => {
  open({ at: "/history/12", answers: ofRun(done({ file: "", seconds: 0.3 })) });
  expect(await screen.findByRole("heading", { name: "Pasted table" })).toBeVisible();
  expect(screen.getByText("less than a second")).toBeVisible();
});
