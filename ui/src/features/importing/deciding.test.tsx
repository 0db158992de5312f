import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { columns, draft, linen, report } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

/** The columns, of which the price can be left to the shop. */
const shown = {
  ...columns,
  columns: columns.columns.map((one) => ({ ...one, may_stay: one.field === "regular_price" })),
};

function answers(change: Parameters<typeof draft>[0]) {
  let present = draft(change);
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.show": () => present,
    "drafts.columns": shown,
    "drafts.map": (request: object) => {
      present = { ...present, ...request };
      return shown;
    },
    "drafts.fields": [],
    "drafts.try_steps": [],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.resembling": [],
    "drafts.save_view": () => present,
    "runs.summary": { fields: [], left_out: 0, accidents: [], rejects: 0 },
    "runs.changes": { changes: [], total: 0 },
    "runs.show": report(),
  };
}

test("what becomes of products that somebody changes meanwhile is decided with the columns", async () => {
  const window = open({ at: "/import/7", answers: answers({ step: "columns" }) });
  const title = "If somebody changes a product in the shop before it is its turn";
  const group = await screen.findByRole("radiogroup", { name: title });
  expect(within(group).getByRole("radio", { name: "It stays as it is" })).toBeChecked();
  await userEvent.click(within(group).getByRole("radio", { name: "I decide afterwards" }));
  expect(window.asked).toContainEqual({ name: "drafts.map", request: { draft: 7, on_edit: "ask" } });
  await waitFor(() => expect(within(group).getByRole("radio", { name: "I decide afterwards" })).toBeChecked());
});

test("of each field the shop can be the one that counts, but not of the number that tells products apart", async () => {
  const window = open({ at: "/import/7", answers: answers({ step: "columns" }) });
  await userEvent.click(await screen.findByRole("button", { name: /VK brutto/ }));
  const keeps = await screen.findByRole("switch", { name: /^The shop keeps its own values/ });
  expect(keeps).not.toBeChecked();
  await userEvent.click(keeps);
  expect(window.asked).toContainEqual({ name: "drafts.map", request: { draft: 7, shop_keeps: ["regular_price"] } });
});

const conflicts = { ...report().counts, update: 310, create: 0, conflict: 2 };
const edited = {
  change: 41,
  action: "update",
  entity: "product",
  label: "A-1",
  name: "Tea towel",
  row: 3,
  outcome: "conflict",
  detail: null,
  reasons: [],
  link: null,
  fields: [
    {
      field: "regular_price",
      before: { decimal: "1" },
      before_text: "1",
      after: { decimal: "11" },
      after_text: "11",
      left_out: false,
    },
  ],
  differences: [
    {
      field: "regular_price",
      expected: { decimal: "1" },
      expected_text: "1",
      found: { decimal: "500" },
      found_text: "500",
    },
  ],
};

test("what was left alone is shown side by side and brought in record by record or all alike", async () => {
  const window = open({
    at: "/import/7",
    answers: {
      ...answers({ step: "result", view: { run: 12 } }),
      "runs.show": report({ status: "completed", pending: 0, seconds: 61, counts: conflicts, asks: true }),
      "runs.changes": { changes: [edited], total: 1 },
      "runs.decide": report({ run: 13, decides: 12 }),
      "runs.begin": report({ run: 13, status: "running" }),
    },
  });
  expect(
    await screen.findByText(/Somebody edited 2 products in the shop after the changes were planned/),
  ).toBeVisible();
  const narrowed = screen.getByRole("button", { name: /edited meanwhile/ });
  expect(narrowed, "who wanted to be asked sees them first").toHaveAttribute("aria-pressed", "true");
  await userEvent.click(screen.getByRole("button", { name: "Bring in what the file says of all 2" }));
  expect(window.asked).toContainEqual({ name: "runs.decide", request: { run: 12 } });
  expect(window.asked).toContainEqual({ name: "runs.begin", request: { run: 13 } });
  await waitFor(() => expect(window.address()).toBe("/history/13"));
});

test("one record of the history shows all three values and is decided by itself", async () => {
  const window = open({
    at: "/history/12?outcome=conflict",
    answers: {
      ...answers({}),
      "runs.show": report({ status: "completed", pending: 0, seconds: 61, counts: conflicts, decided_by: 13 }),
      "runs.list": { runs: [], total: 0 },
      "runs.changes": { changes: [edited], total: 1 },
      "runs.decide": report({ run: 14, decides: 12 }),
      "runs.begin": report({ run: 14, status: "running" }),
    },
  });
  expect(await screen.findByRole("link", { name: "Decided in run 13" })).toBeVisible();
  await userEvent.click(await screen.findByText("A-1"));
  expect(await screen.findByText("Price: somebody edited it")).toBeVisible();
  const found = screen.getByText("When it was planned").closest("div") as HTMLElement;
  expect(found).toHaveTextContent("When it was planned");
  expect(found).toHaveTextContent("500");
  await userEvent.click(screen.getByRole("button", { name: "Bring in what the file says" }));
  expect(window.asked).toContainEqual({ name: "runs.decide", request: { run: 12, changes: [41] } });
  await waitFor(() => expect(window.address()).toBe("/history/14"));
});
