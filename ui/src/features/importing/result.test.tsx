// What does the result tell, and how does it lead back?

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open, refuse } from "../../testing/answering";
import { draft, report } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

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

test("a picture that the shop did not take is told among what failed", async () => {
  const shown = report({ status: "completed", pending: 0, seconds: 61, pictures_refused: 3 });
  open({
    at: "/import/7",
    answers: { ...keeping(draft({ step: "result", view: { run: 12 } })), "runs.show": shown },
  });
  expect(await screen.findByRole("button", { name: /3 ?refused/i })).toBeVisible();
});

test("pictures from this computer that a run uploaded are told with their number", async () => {
  const uploads = { to_upload: 0, uploaded: 2, to_remove: 0, removed: 0, stay: 1 };
  const shown = report({ status: "completed", pending: 0, seconds: 61, uploads });
  open({
    at: "/import/7",
    answers: { ...keeping(draft({ step: "result", view: { run: 12 } })), "runs.show": shown },
  });
  expect(await screen.findByText("2 pictures from this computer uploaded")).toBeVisible();
  expect(screen.getByText(/^1 uploaded picture stays/)).toBeVisible();
  expect(screen.queryByText(/to be uploaded/)).toBeNull();
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

test("where the shop was set back since, the result says so and offers no way back", async () => {
  const ended = report({ status: "completed", pending: 0, seconds: 12, store_gone: "over" });
  open({
    at: "/import/7",
    answers: { ...keeping(draft({ step: "result", store: "Linen & Co", run: 12 })), "runs.show": ended },
  });
  expect(await screen.findByText(/was set back to its beginning after this run/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /Undo/ })).toBeNull();
});

test("what has just been finished is asked for no more", async () => {
  const ended = report({ status: "completed", pending: 0, seconds: 12 });
  const window = open({
    at: "/import/7",
    answers: { ...keeping(draft({ step: "result", run: 12, view: { run: 12 } })), "runs.show": ended },
  });
  await screen.findByRole("button", { name: "Finish" });
  let isGone = false;
  const left = window.asked.length;
  window.answers["drafts.show"] = refuse("draft_not_found", { which: "7" });
  window.answers["drafts.remove"] = () => {
    isGone = true;
    // The program tells it before it answers.
    window.tell({ event: "drafts_changed" });
    return new Promise((answer) => setTimeout(() => answer(null), 50));
  };
  await userEvent.click(screen.getByRole("button", { name: "Finish" }));
  await waitFor(() => expect(window.address()).toBe("/"));
  expect(isGone).toBe(true);
  const since = window.asked.slice(left).filter(({ request }) => request.draft === 7);
  expect(since.map(({ name }) => name)).toEqual(["drafts.remove"]);
});
