// What does the columns step say of columns and fields?

import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { column, columns, draft } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

test("a suggestion that was not taken is said to be one, whoever did not take it", async () => {
  const [sku, price] = columns.columns;
  const open_ones = [sku, { ...price, field: null }].map((one) => one as NonNullable<typeof sku>);
  const answers = { ...keeping(draft({ step: "columns" })), "drafts.columns": { columns: open_ones, constants: [] } };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("Perhaps “Price”, 62% sure")).toBeVisible();
  expect(screen.queryByText(/You left it out/)).toBeNull();
});

test("columns without a field come first, and say why", async () => {
  const window = open({ at: "/import/7", answers: { ...keeping(draft({ step: "columns" })), "drafts.map": columns } });
  const names = (await screen.findAllByRole("button", { pressed: false })).map(({ textContent }) => textContent);
  expect(names[0]).toContain("Lagerort");
  expect(names[1]).toContain("VK brutto");
  expect(screen.getByText("Lists often call it “vk”, 62% sure")).toBeVisible();
  await userEvent.click(screen.getByRole("combobox", { name: "What Lagerort is for" }));
  await userEvent.click(await screen.findByRole("option", { name: "Extra field “Lagerort”", hidden: true }));
  expect(window.asked.find(({ name }) => name === "drafts.map")?.request).toMatchObject({
    draft: 7,
    columns: [{ column: 2, field: "meta:Lagerort" }],
  });
});

test("columns that only came along with a file are one line until somebody wants them", async () => {
  const along = Array.from({ length: 5 }, (_, at) =>
    column({ column: at + 3, name: `Google ${at}`, reason: { code: "came_along", params: {} } }),
  );
  const answers = {
    ...keeping(draft({ step: "columns" })),
    "drafts.columns": { columns: [...columns.columns, ...along], constants: [] },
  };
  open({ at: "/import/7", answers });
  const fold = await screen.findByRole("button", { name: "5 more columns of the file, not imported" });
  expect(screen.queryByText("Google 3")).toBeNull();
  expect(screen.getByText("Lagerort")).toBeVisible();
  await userEvent.click(fold);
  expect(screen.getByText("Google 3")).toBeVisible();
  await userEvent.click(fold);
  // Whoever looks for one finds it.
  await userEvent.type(screen.getByRole("textbox", { name: "Search columns" }), "google 3");
  expect(await screen.findByText("Google 3")).toBeVisible();
  expect(screen.queryByText("Google 2")).toBeNull();
});

test("a value for all products is asked for without a complaint", async () => {
  open({ at: "/import/7", answers: keeping(draft({ step: "columns" })) });
  const value = await screen.findByRole("textbox", { name: "Value" });
  expect(value).not.toHaveAttribute("aria-invalid", "true");
  expect(screen.queryByText("A column has this field")).toBeNull();
});

test("where no column is imported, the button says what it waits for", async () => {
  const none = columns.columns.map((one) => ({ ...one, field: null }));
  const answers = { ...keeping(draft({ step: "columns" })), "drafts.columns": { columns: none, constants: [] } };
  open({ at: "/import/7", answers });
  expect(await screen.findByText("Say what at least one column is for.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Check the rows" })).toBeDisabled();
});

test("where no column is the SKU, it is said what that means", async () => {
  const named = columns.columns.map((one, at) => ({ ...one, field: ["name", "regular_price", null][at] ?? null }));
  const checked = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 0, issues: [] };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.columns": { columns: named, constants: [] },
    "drafts.checked": checked,
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText(/No column is the SKU.*each row makes a new one.*by its name/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("textbox", { name: "Search columns" })).toBeVisible();
  expect(await screen.findByText(/No column is the SKU/)).toBeVisible();
  window.answers["drafts.columns"] = columns;
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  await waitFor(() => expect(screen.queryByText(/No column is the SKU/)).toBeNull());
});
