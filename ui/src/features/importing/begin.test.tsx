// How does an import begin?

import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open, refuse } from "../../testing/answering";
import { draft, linen } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

test("a pasted table becomes a draft", async () => {
  const window = open({ answers: { "drafts.begin": draft(), "drafts.show": draft() } });
  await screen.findByText("Drop a table with products here");
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(paste, { clipboardData: { getData: () => "SKU\tPrice\nA-1\t19.90" } });
  act(() => {
    document.body.dispatchEvent(paste);
  });
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { pasted: "SKU\tPrice\nA-1\t19.90" } },
  });
});

test("an address that is pasted is offered to be fetched, and the file becomes a draft", async () => {
  const fetched = { upload: "upload-abc", name: "feed.xml", size: 12 };
  let isThere = false;
  const window = open({
    answers: {
      "files.fetch": () => (isThere ? fetched : refuse("address_not_found", { host: "shop.example", number: "404" })()),
      "drafts.begin": draft(),
      "drafts.show": draft(),
    },
  });
  await screen.findByText("Drop a table with products here");
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(paste, { clipboardData: { getData: () => " https://shop.example/feed.xml\n" } });
  act(() => {
    document.body.dispatchEvent(paste);
  });
  expect(await screen.findByLabelText("Address of the file")).toHaveValue("https://shop.example/feed.xml");
  expect(window.asked.some(({ name }) => name === "files.fetch" || name === "drafts.begin")).toBe(false);
  await userEvent.click(screen.getByRole("button", { name: "Fetch the file" }));
  expect(await screen.findByText("shop.example has no file at this address (404).")).toBeVisible();
  isThere = true;
  await userEvent.click(screen.getByRole("button", { name: "Fetch the file" }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({ name: "drafts.begin", request: { source: { upload: "upload-abc" } } });
});

test("the sample file is tried in the practice store", async () => {
  const window = open({
    answers: {
      "practice.start": { is_running: true, url: "http://127.0.0.1:1", store: "Practice store", bad_day: "off" },
      "drafts.begin": draft(),
      "drafts.show": draft(),
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Try the sample file" }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { sample: "price_list" }, store: "Practice store" },
  });
});

test("a file that cannot be read says what happened, what it means and what to do", async () => {
  open({
    picked: { path: "/files/old.csv" },
    answers: { "drafts.begin": refuse("encrypted_workbook", { file: "old.xlsx" }) },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Choose a file" }));
  const problem = await screen.findByRole("alert");
  expect(problem).toHaveTextContent("old.xlsx is protected by a password.");
  expect(problem).toHaveTextContent("nothing was changed in the shop");
  expect(problem).toHaveTextContent("save it without one");
  expect(within(problem).getByRole("button", { name: "Copy details" })).toBeVisible();
});

test("a table without rows says what that means for the shop, as every file does that cannot be read", async () => {
  open({
    picked: { path: "/files/header-only.csv" },
    answers: { "drafts.begin": refuse("no_rows", { file: "header-only.csv" }) },
  });
  await userEvent.click(await screen.findByRole("button", { name: /Choose a file/ }));
  const problem = await screen.findByRole("alert");
  expect(problem).toHaveTextContent("header-only.csv has column names but no rows.");
  expect(problem).toHaveTextContent("nothing was changed in the shop");
});

test("an import that is no longer there says why, and where to go", async () => {
  open({ at: "/import/7", answers: { "drafts.show": refuse("draft_not_found", { which: "7" }) } });
  const problem = await screen.findByRole("alert");
  expect(problem).toHaveTextContent("This import is no longer there.");
  expect(problem).toHaveTextContent("What it changed stands in the history");
});

test("imports that were begun are there again, with where they stood", async () => {
  const window = open({ answers: { "drafts.list": [draft({ step: "check" })], "drafts.remove": null } });
  const entry = await screen.findByRole("link", { name: /price-list\.csv/ });
  expect(entry).toHaveTextContent("Check · Linen & Co");
  window.answers["drafts.list"] = [];
  await userEvent.click(screen.getByRole("button", { name: "Discard price-list.csv" }));
  expect(window.asked.some(({ name }) => name === "drafts.remove")).toBe(false);
  await userEvent.click(await screen.findByRole("button", { name: "Discard it" }));
  expect(window.asked).toContainEqual({ name: "drafts.remove", request: { draft: 7 } });
});

test("the practice store has its name in the language of the window", async () => {
  const practice = { ...linen, name: "Practice store", is_practice: true };
  const own = { ...keeping(draft({ store: "Practice store" })), "stores.list": [practice, linen] };
  const window = open({ at: "/import/7", language: "de", answers: own });
  expect(await screen.findByRole("radio", { name: /^Übungsshop/ })).toBeChecked();
  await userEvent.click(screen.getByRole("radio", { name: /^Linen & Co/ }));
  await userEvent.click(screen.getByRole("radio", { name: /^Übungsshop/ }));
  const saved = window.asked.filter(({ name }) => name === "drafts.save_view").map(({ request }) => request.store);
  expect(saved).toEqual(["Linen & Co", "Practice store"]);
});
