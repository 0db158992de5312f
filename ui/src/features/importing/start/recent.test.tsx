import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { RecentFile } from "../../../bindings/RecentFile";
import { open, refuse } from "../../../testing/answering";
import { draft, report } from "../../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

const winter: RecentFile = {
  recent: 3,
  name: "winter-prices.csv",
  folder: "/home/anna/price lists",
  opened_at: "2020-11-20T10:00:00Z",
  is_there: true,
};
const lost: RecentFile = { ...winter, recent: 2, name: "autumn.xlsx", is_there: false };

test("a file that was opened before is imported again with one press", async () => {
  const window = open({
    answers: { "drafts.recent": [winter, lost], "drafts.begin": draft(), "drafts.show": draft() },
  });
  expect(await screen.findByRole("heading", { name: "Recent files" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /winter-prices\.csv/ }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({ name: "drafts.begin", request: { source: { recent: 3 } } });
});

test("a recent file that is gone says so and cannot be pressed", async () => {
  open({ answers: { "drafts.recent": [lost] } });
  expect(await screen.findByText("autumn.xlsx")).toBeVisible();
  expect(screen.getByText(/no longer there/)).toBeVisible();
  expect(screen.queryByRole("button", { name: /autumn/ })).toBeNull();
});

test("a recent file that went meanwhile says what happened", async () => {
  open({
    answers: { "drafts.recent": [winter], "drafts.begin": refuse("file_not_found", { file: "winter-prices.csv" }) },
  });
  await userEvent.click(await screen.findByRole("button", { name: /winter-prices\.csv/ }));
  expect(await screen.findByRole("alert")).toHaveTextContent("There is no file winter-prices.csv.");
});

test("where no file was opened before, nothing is listed", async () => {
  const window = open();
  await screen.findByText("Drop a table with products here");
  await waitFor(() => expect(window.asked.map(({ name }) => name)).toContain("drafts.recent"));
  expect(screen.queryByText("Recent files")).toBeNull();
});

test("of many imports that were begun the latest are shown, and all where somebody wants them", async () => {
  const many = Array.from({ length: 8 }, (_, number) =>
    draft({ draft: number + 1, file: { ...draft().file, name: `list-${number}.csv` } }),
  );
  open({ answers: { "drafts.list": many } });
  expect(await screen.findByText("list-5.csv")).toBeVisible();
  expect(screen.queryByText("list-6.csv")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Show all 8" }));
  expect(screen.getByText("list-7.csv")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show all 8" })).toBeNull();
});

test("an import whose run ended while nobody looked stands at its result", async () => {
  const left = draft({ step: "run", run: 12 });
  open({
    answers: { "drafts.list": [left], "runs.show": report({ status: "completed", ended_at: "2020-11-20T10:06:00Z" }) },
  });
  expect(await screen.findByText(/^Result · /)).toBeVisible();
});
