// What does the page of a run tell, and where does it lead?

import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open, refuse } from "../../testing/answering";
import { change, done, lastOf, none, ofRun, some } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 60_000 });

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

test("what was pasted is called so, and a moment is told as one everywhere", async () => {
  open({ at: "/history/12", answers: ofRun(done({ file: "", seconds: 0.3 })) });
  expect(await screen.findByRole("heading", { name: "Pasted table" })).toBeVisible();
  expect(screen.getByText("less than a second")).toBeVisible();
});

test("a run is taken back only by what was not taken back itself", async () => {
  const undo = done({ run: 15, kind: "undo", undoes: 12 });
  const window = open({
    at: "/history/12",
    answers: ofRun(done(), {
      "runs.list": ({ standing }: { standing?: boolean }) => (standing ? none : { runs: [undo], total: 1 }),
    }),
  });
  expect(await screen.findByRole("heading", { name: "price-list.csv" })).toBeVisible();
  await waitFor(() => expect(lastOf(window, "runs.list")).toMatchObject({ undoes: 12, standing: true }));
  expect(screen.queryByText("Taken back by")).toBeNull();
});

test.each([
  ["over", /“Linen & Co” was set back to its beginning after this run/],
  ["removed", /“Linen & Co” was removed from your stores. Add it again/],
] as const)("a run whose shop is gone says why it cannot be taken back: %s", async (gone, why) => {
  const run = done({ store_gone: gone, status: "cancelled", pending: 4 });
  open({ at: "/history/12", answers: ofRun(run) });
  expect(await screen.findByText(why)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Go on" })).toBeNull();
});
