// Which runs does the history list, and what does it say of them?

import { configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { done, lastOf, none, ofRun, some } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 60_000 });

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

test("the list says what was taken back, and by which run", async () => {
  const counts = { ...some, update: 312, create: 0 };
  const whole = done({ run: 12, counts, undone: { by: 15, records: 312 } });
  open({ at: "/history", answers: { "runs.list": { runs: [whole], total: 1 }, "runs.interrupted": [] } });
  expect(await screen.findByText("Taken back by no. 15")).toBeVisible();
});

test("what is pressed is asked for before it is opened", async () => {
  const window = open({
    at: "/history",
    answers: {
      "runs.list": { runs: [done({ run: 12 })], total: 1 },
      "runs.interrupted": [],
      "runs.show": done({ run: 12 }),
    },
  });
  const run = await screen.findByText("price-list.csv");
  expect(lastOf(window, "runs.show")).toBeUndefined();
  fireEvent.pointerDown(run);
  await waitFor(() => expect(lastOf(window, "runs.show")).toEqual({ run: 12 }));
  expect(lastOf(window, "runs.summary")).toEqual({ run: 12 });
  expect(window.address()).toBe("/history");
});
