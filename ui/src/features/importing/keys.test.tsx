import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open, refuse } from "../../testing/answering";
import { columns, draft, linen, report } from "../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

/** The keys for the next step, pressed once or held down. */
function pressNext(repeat = false) {
  fireEvent.keyDown(document.documentElement, { key: "Enter", code: "Enter", ctrlKey: true, repeat });
}

/** A shop takes its time. */
const soon = <T,>(answer: T) => new Promise<T>((resolve) => setTimeout(() => resolve(answer), 50));

const base = {
  "stores.list": [linen],
  "drafts.columns": columns,
  "drafts.rows": { rows: [], total: 0, is_complete: true },
  "drafts.checked": { rows: 1505, rows_out: 0, issues: [], is_current: true },
  "runs.show": report(),
  "runs.summary": { kinds: [], fields: [], left_out: 0, left_edited: 0, accidents: [], rejects: 0, issues: [] },
  "runs.changes": { changes: [], total: 0 },
};

test("keys that are held down, or pressed while a step is at work, do nothing more", async () => {
  const checking = draft({ step: "check" });
  let keep: () => void = () => {};
  const window = open({
    at: "/import/7",
    answers: {
      ...base,
      "drafts.show": checking,
      "drafts.plan": () => soon({ run: report() }),
      "drafts.save_view": () =>
        new Promise((resolve) => {
          keep = () => resolve({ ...checking, step: "changes", run: 12 });
        }),
    },
  });
  const button = await screen.findByRole("button", { name: "See what would change" });
  await waitFor(() => expect(button).toBeEnabled());
  pressNext(true);
  expect(window.asked.some(({ name }) => name === "drafts.plan")).toBe(false);
  pressNext();
  await waitFor(() => expect(window.asked.some(({ name }) => name === "drafts.save_view")).toBe(true));
  pressNext();
  pressNext();
  keep();
  expect(await screen.findByRole("button", { name: "Add 4, change 312" })).toBeVisible();
  expect(window.asked.filter(({ name }) => name === "drafts.plan")).toHaveLength(1);
});

test("the keys for the next step lead to the button that changes the shop, and do not press it", async () => {
  const window = open({
    at: "/import/7",
    answers: { ...base, "drafts.show": draft({ step: "changes", view: { run: 12 } }) },
  });
  const button = await screen.findByRole("button", { name: "Add 4, change 312" });
  await waitFor(() => expect(button).toBeEnabled());
  pressNext();
  expect(button).toHaveFocus();
  pressNext();
  expect(window.asked.some(({ name }) => name === "runs.begin")).toBe(false);
});

test("changes whose plan is gone say so, and another plan is made from there", async () => {
  let isThere = false;
  let step = draft({ step: "changes", run: 12 });
  const window = open({
    at: "/import/7",
    answers: {
      ...base,
      "drafts.show": () => step,
      "drafts.save_view": ({ view }: { view: { run: number } }) => {
        step = draft({ step: "changes", run: view.run });
        return step;
      },
      "drafts.plan": () => {
        isThere = true;
        return soon({ run: report({ run: 13 }) });
      },
      "runs.show": () => (isThere ? report({ run: 13 }) : refuse("run_not_found", { which: "12" })()),
    },
  });
  expect(await screen.findByText("This plan is no longer there")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Compare with the shop again" }));
  expect(await screen.findByRole("button", { name: "Add 4, change 312" })).toBeVisible();
  expect(window.asked).toContainEqual({ name: "drafts.plan", request: { draft: 7, store: "Linen & Co" } });
});
