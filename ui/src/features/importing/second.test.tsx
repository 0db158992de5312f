import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { columns, draft, linen } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

const looked = {
  name: "prices.csv",
  sheet: null,
  sheets: [],
  by_platform: false,
  keys: [
    { own: "SKU", second: "Artikel", found: 130, rows: 136 },
    { own: "EAN", second: "EAN", found: 88, rows: 136 },
  ],
};

function answers(shown: DraftShown) {
  return {
    "stores.list": [linen],
    "profiles.list": [],
    "drafts.show": shown,
    "drafts.columns": columns,
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.resembling": [],
    "drafts.second_look": looked,
    "drafts.second_join": shown,
  };
}

test("a second file is joined by the column whose values most rows have", async () => {
  const window = open({ at: "/import/7", picked: { path: "/files/prices.csv" }, answers: answers(draft()) });
  await userEvent.click(await screen.findByRole("button", { name: "Add a second file" }));
  const panel = await screen.findByRole("dialog", { name: "How do the two belong together?" });
  expect(window.asked.find(({ name }) => name === "drafts.second_look")?.request).toMatchObject({
    draft: 7,
    source: { path: "/files/prices.csv" },
  });
  const best = within(panel).getByRole("radio", { name: "“SKU” here is “Artikel” there: 130 of 136 rows found" });
  expect(best).toBeChecked();
  await userEvent.click(within(panel).getByRole("radio", { name: "EAN: 88 of 136 rows found" }));
  expect(window.asked.some(({ name }) => name === "drafts.second_join")).toBe(false);
  await userEvent.click(within(panel).getByRole("button", { name: "Join the two" }));
  await waitFor(() =>
    expect(window.asked.find(({ name }) => name === "drafts.second_join")?.request).toMatchObject({
      draft: 7,
      own: "EAN",
      second: "EAN",
    }),
  );
});

test("what a file is joined with is said with the rows that were found, and can be taken away", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 266, products: 136, variations: 0, images: 0, notices: [], is_plain: true, found: 130 };
  const shown = draft({
    second: { name: "prices.csv", sheet: null, own: "SKU", second: "SKU" },
    rows: { ...before, joined },
  });
  const window = open({ at: "/import/7", answers: answers(shown) });
  const place = await screen.findByRole("region", { name: "Second file" });
  expect(place).toHaveTextContent("Joined with prices.csv by SKU: 130 of 136 rows found.");
  await userEvent.click(within(place).getByRole("button", { name: "Take prices.csv away" }));
  await waitFor(() =>
    expect(window.asked.find(({ name }) => name === "drafts.second_join")?.request).toMatchObject({ remove: true }),
  );
});

test("another sheet of the same workbook is offered, and a file with nothing in common cannot be joined", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const sheet = { value: "Catalogue", reason: { code: "usual" }, overruled: false };
  const sheets = ["Catalogue", "Prices"].map((name) => ({ name }) as never);
  const shown = draft({ rows: { ...before, format: { ...before.format, sheet, sheets } } });
  const window = open({
    at: "/import/7",
    answers: { ...answers(shown), "drafts.second_look": { ...looked, sheets: ["Catalogue", "Prices"], keys: [] } },
  });
  await userEvent.click(await screen.findByRole("combobox", { name: "Add another sheet" }));
  await userEvent.click(await screen.findByRole("option", { name: "Prices", hidden: true }));
  const panel = await screen.findByRole("dialog", { name: "How do the two belong together?" });
  expect(window.asked.find(({ name }) => name === "drafts.second_look")?.request).toMatchObject({
    own: true,
    sheet: "Prices",
  });
  expect(panel).toHaveTextContent("No column of the two has the same values.");
  expect(within(panel).getByRole("button", { name: "Join the two" })).toBeDisabled();
});
