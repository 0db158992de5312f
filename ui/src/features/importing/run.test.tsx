// What does a run tell while it goes on, and where it does not?

import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open, refuse } from "../../testing/answering";
import { draft, report } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

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
