import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { columns, draft, linen } from "../../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

const KEPT = "longshore-open-import";
const answers = {
  "stores.list": [linen],
  "profiles.list": [],
  "drafts.list": [draft()],
  "drafts.show": draft(),
  "drafts.columns": columns,
  "drafts.resembling": [],
  "drafts.rows": { rows: [], total: 0, is_complete: true },
};

/** The program is started anew: only what it kept is still known. */
beforeEach(() => vi.resetModules());

async function start() {
  const { open } = await import("../../../testing/answering");
  return open({ answers });
}

test("the window opens at the import that was open when the program ended", async () => {
  localStorage.setItem(KEPT, "7");
  const window = await start();
  expect(await screen.findByText("An ordinary table. Longshore goes by the names of its columns.")).toBeVisible();
  expect(window.address()).toMatch(/^\/import\/7/);
  expect(localStorage.getItem(KEPT)).toBe("7");
  await userEvent.click(screen.getByRole("link", { name: "Import" }));
  expect(await screen.findByText("Drop a table with products here")).toBeVisible();
  await waitFor(() => expect(localStorage.getItem(KEPT)).toBeNull());
});

test("an import that is gone is not looked for", async () => {
  localStorage.setItem(KEPT, "8");
  const window = await start();
  expect(await screen.findByText("Drop a table with products here")).toBeVisible();
  expect(window.address()).toBe("/");
});
