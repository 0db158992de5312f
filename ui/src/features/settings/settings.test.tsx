import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { open } from "../../testing/answering";
import { linen } from "../../testing/fixtures";

function changed(asked: { name: string; request: Record<string, unknown> }[]) {
  return asked.filter(({ name }) => name === "stores.change").map(({ request }) => request);
}

async function choose(way: string) {
  await userEvent.click(await screen.findByRole("combobox", { name: "Linen & Co" }));
  await userEvent.click(await screen.findByRole("option", { name: way, hidden: true }));
}

test("runs are kept longer at once, and for less time only after a question", async () => {
  const store = { ...linen, keep: { days: 90 } };
  const { asked } = open({ at: "/settings", answers: { "stores.list": [store], "stores.change": store } });
  await choose("For 365 days");
  await waitFor(() => expect(changed(asked)).toEqual([{ name: "Linen & Co", keep: { days: 365 } }]));

  await choose("For 30 days");
  expect(await screen.findByRole("dialog", { name: "Shorter for Linen & Co?" })).toHaveTextContent(
    "can no longer be undone",
  );
  expect(changed(asked)).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Change to: For 30 days" }));
  await waitFor(() => expect(changed(asked).at(-1)).toEqual({ name: "Linen & Co", keep: { days: 30 } }));
});

test("a number of days that nobody offers here is shown as it is", async () => {
  const { asked } = open({ at: "/settings", answers: { "stores.list": [{ ...linen, keep: { days: 1 } }] } });
  expect(await screen.findByRole("combobox", { name: "Linen & Co" })).toHaveValue("For one day");
  await choose("For one day");
  expect(changed(asked)).toEqual([]);
});

test("a shop whose runs are kept for ever says so", async () => {
  open({ at: "/settings", answers: { "stores.list": [{ ...linen, keep: "forever" }] } });
  expect(await screen.findByRole("combobox", { name: "Linen & Co" })).toHaveValue("For ever");
});

test("how much room the history takes is asked for whenever somebody looks", async () => {
  let bytes = 84_000;
  const folders = () => ({ data: "/data", logs: "/data/logs", journal_bytes: bytes });
  const settings = () => ({ language: "en", theme: "system", requests_per_second: 5, folders: folders() });
  open({ at: "/history", answers: { "settings.show": settings, "runs.list": { runs: [], total: 0 } } });
  await screen.findByRole("heading", { name: "History" });
  bytes = 64_000_000;
  await userEvent.click(screen.getByRole("link", { name: "Settings" }));
  expect(await screen.findByText(/The history takes 6\d MB/)).toBeVisible();
});
