import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { columns, draft, linen, report } from "../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

test("whoever looks at something else while the shop is read finds the plan in the making, and then made", async () => {
  const checking = draft({ step: "check" });
  let planned: (answer: unknown) => void = () => {};
  const window = open({
    at: "/import/7",
    answers: {
      "stores.list": [linen],
      "drafts.list": [checking],
      "drafts.show": checking,
      "drafts.save_view": ({ step }: { step: string }) => ({ ...checking, step, run: 12 }),
      "drafts.columns": columns,
      "drafts.rows": { rows: [], total: 0, is_complete: true },
      "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
      "drafts.plan": () =>
        new Promise((resolve) => {
          planned = resolve;
        }),
      "runs.show": report(),
      "runs.summary": { kinds: [], fields: [], left_out: 0, left_edited: 0, accidents: [], rejects: 0, skipped: [] },
      "runs.changes": { changes: [], total: 0 },
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "See what would change" }));
  expect(await screen.findByRole("button", { name: "Stop" })).toBeVisible();

  await userEvent.click(screen.getByRole("link", { name: "Stores" }));
  await waitFor(() => expect(window.address()).toBe("/stores"));
  await userEvent.click(screen.getByRole("link", { name: "Import" }));
  await userEvent.click(await screen.findByRole("link", { name: /price-list\.csv/ }));
  expect(await screen.findByRole("button", { name: "Stop" })).toBeVisible();
  expect(window.asked.filter(({ name }) => name === "drafts.plan")).toHaveLength(1);

  planned({ run: report() });
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.save_view",
      request: expect.objectContaining({ draft: 7, step: "changes" }),
    }),
  );
});

test("a page that was loaded anew finds the plan in the making, can stop it, and goes on when it is made", async () => {
  const checking = draft({ step: "check" });
  let planned: (answer: unknown) => void = () => {};
  const window = open({
    at: "/import/7",
    answers: {
      "stores.list": [linen],
      "drafts.list": [checking],
      "drafts.show": checking,
      "drafts.save_view": ({ step }: { step: string }) => ({ ...checking, step, run: 12 }),
      "drafts.columns": columns,
      "drafts.rows": { rows: [], total: 0, is_complete: true },
      "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
      "calls.list": [{ call: "drafts.plan#7", progress: { stage: "asking", done: 1200, total: 5000 } }],
      "calls.join": () =>
        new Promise((resolve) => {
          planned = resolve;
        }),
      "calls.cancel": { was_going: true },
      "runs.show": report(),
      "runs.summary": { kinds: [], fields: [], left_out: 0, left_edited: 0, accidents: [], rejects: 0, skipped: [] },
      "runs.changes": { changes: [], total: 0 },
    },
  });
  expect(await screen.findByText("1,200 of 5,000")).toBeVisible();
  expect(screen.getByRole("button", { name: "See what would change" })).toHaveAttribute("data-loading", "true");
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(window.asked).toContainEqual({ name: "calls.cancel", request: { call: "drafts.plan#7" } });
  expect(window.asked.some(({ name }) => name === "drafts.plan")).toBe(false);

  planned({ was_going: true, answer: { run: report() } });
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.save_view",
      request: expect.objectContaining({ draft: 7, step: "changes" }),
    }),
  );
  expect(window.asked.filter(({ name }) => name === "calls.join")).toHaveLength(1);
});

test("a second window joins a plan that the first one begins", async () => {
  const checking = draft({ step: "check" });
  let isBegun = false;
  const window = open({
    at: "/import/7",
    answers: {
      "stores.list": [linen],
      "drafts.list": [checking],
      "drafts.show": checking,
      "drafts.columns": columns,
      "drafts.rows": { rows: [], total: 0, is_complete: true },
      "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
      "calls.list": () => (isBegun ? [{ call: "drafts.plan#7", progress: null }] : []),
      "calls.join": () => new Promise(() => {}),
    },
  });
  await screen.findByRole("button", { name: "See what would change" });
  const told = { event: "call_progressed", call: "drafts.plan#7", stage: "asking", done: 300, total: 900 };
  isBegun = true;
  act(() => window.tell(told));
  act(() => window.tell({ ...told, done: 600 }));
  expect(await screen.findByText("600 of 900")).toBeVisible();
  // The shop asks for a pause: how long it is, and how much of it is left.
  act(() => window.tell({ ...told, stage: "held", done: 30, total: 120 }));
  expect(await screen.findByText("The shop asks for a pause of 2 min")).toBeVisible();
  expect(screen.getByText("about 1 min 30 sec left")).toBeVisible();
  expect(window.asked.filter(({ name }) => name === "calls.join")).toHaveLength(1);
});

test("new products without a price are counted before the run, and can be listed", async () => {
  const told = { code: "price_missing", severity: "warning", column: null, count: 2, rows: 2, params: {}, fix: null };
  const changing = draft({ step: "changes", view: { run: 12 } });
  const window = open({
    at: "/import/7",
    answers: {
      "stores.list": [linen],
      "drafts.list": [changing],
      "drafts.show": changing,
      "drafts.save_view": changing,
      "drafts.columns": columns,
      "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
      "runs.show": report(),
      "runs.summary": { kinds: [], fields: [], left_out: 0, left_edited: 0, accidents: [], rejects: 0, issues: [told] },
      "runs.changes": { changes: [], total: 0 },
    },
  });
  const doubt = await screen.findByRole("button", { name: "The new product has no price; nobody can buy it." });
  await userEvent.click(doubt);
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "runs.changes",
      request: expect.objectContaining({ filter: expect.objectContaining({ issue: "price_missing" }) }),
    }),
  );
});

test("the pictures of a plan are looked at when somebody wants it", async () => {
  const changing = draft({ step: "changes", view: { run: 12 } });
  const pictures = { field: "images", count: 3, updates: 0, left_out: 0, needed: 0 };
  const window = open({
    at: "/import/7",
    answers: {
      "stores.list": [linen],
      "drafts.list": [changing],
      "drafts.show": changing,
      "drafts.save_view": changing,
      "drafts.columns": columns,
      "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
      "runs.show": { ...report(), run: 12 },
      "runs.summary": {
        kinds: [],
        fields: [pictures],
        left_out: 0,
        left_edited: 0,
        accidents: [],
        rejects: 0,
        issues: [],
      },
      "runs.changes": { changes: [], total: 0 },
      "runs.check_pictures": { pictures: 3, looked_at: 3, issues: [], troubles: [] },
    },
  });
  const look = await screen.findByRole("button", { name: "Look at the pictures" });
  expect(window.asked.some(({ name }) => name === "runs.check_pictures")).toBe(false);
  await userEvent.click(look);
  expect(await screen.findByText("3 pictures were looked at; nothing is wrong with them.")).toBeVisible();
  expect(window.asked).toContainEqual({
    name: "runs.check_pictures",
    request: expect.objectContaining({ run: 12 }),
  });
});
