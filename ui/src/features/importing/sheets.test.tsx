import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { columns, draft, linen } from "../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

const named = (name: string) => ({ name, hidden: false });

/** A draft of a file with several parts. */
function parted(format: string): DraftShown {
  const shown = draft({ step: "file" });
  if (!shown.rows) {
    throw new Error("the fixture has rows");
  }
  const reason = { code: "sheet_like_products" };
  const parts = {
    format: { value: format, reason: { code: "workbook_in_zip" } },
    delimiter: null,
    sheet: { value: "Preise", reason },
    sheets: ["Info", "Preise", "Lager"].map(named),
  };
  return { ...shown, rows: { ...shown.rows, format: { ...shown.rows.format, ...parts } } } as DraftShown;
}

const answers = (shown: DraftShown) => ({
  "stores.list": [linen],
  "drafts.list": [shown],
  "drafts.show": shown,
  "drafts.save_view": shown,
  "drafts.columns": columns,
  "drafts.rows": { rows: [], total: 0, is_complete: true },
  "drafts.read_settings": shown,
});

test("the sheets of a workbook are seen at once, and another is chosen in one place", async () => {
  const window = open({ at: "/import/7", answers: answers(parted("xlsx")) });
  const sheet = await screen.findByRole("combobox", { name: "Sheet (one of 3)" });
  expect(sheet).toHaveValue("Preise");
  await userEvent.click(sheet);
  const list = document.getElementById(sheet.getAttribute("aria-controls") ?? "");
  await userEvent.click(within(list as HTMLElement).getByRole("option", { name: "Lager", hidden: true }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.read_settings",
      request: expect.objectContaining({ reading: expect.objectContaining({ sheet: "Lager" }) }),
    }),
  );
});

test("what is no workbook has no sheets", async () => {
  open({ at: "/import/7", answers: answers(parted("xml")) });
  expect(await screen.findByRole("button", { name: "Read it differently" })).toBeVisible();
  expect(screen.queryByText(/^Sheet \(/)).toBeNull();
  expect(screen.queryByText(/sheet “/)).toBeNull();
});
