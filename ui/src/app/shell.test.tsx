import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { open, refuse } from "../testing/answering";
import { draft, linen, report } from "../testing/fixtures";

test("every room of the bar can be gone to", async () => {
  const window = open({
    answers: {
      "stores.list": [linen],
      "profiles.list": [],
      "practice.show": { is_running: false },
      "watched.list": [],
    },
  });
  const bar = await screen.findByRole("navigation");
  for (const link of within(bar).getAllByRole("link")) {
    await userEvent.click(link);
    const name = link.textContent ?? "";
    expect(await screen.findByRole("heading", { level: 1 })).toBeVisible();
    expect(link, name).toHaveAttribute("data-active");
  }
  expect(window.address()).toBe("/settings");
});

test("what can be done is found by typing, without marks and without a mouse", async () => {
  const window = open({ language: "fr", answers: { "profiles.list": [] } });
  await screen.findByRole("heading", { level: 1 });
  await userEvent.keyboard("{Control>}k{/Control}");
  const search = await screen.findByRole("combobox");
  await userEvent.type(search, "profil");
  expect(screen.getAllByRole("option")[0]).toHaveTextContent("Profils");
  await userEvent.keyboard("{Enter}");
  await waitFor(() => expect(window.address()).toBe("/profiles"));
});

test("the language changes without a restart, as soon as the program says so", async () => {
  const window = open({});
  expect(await screen.findByText("Drop a table with products here")).toBeVisible();
  window.answers["settings.show"] = { language: "de", theme: "dark", requests_per_second: 5, folders: {} };
  act(() => window.tell({ event: "settings_changed" }));
  expect(await screen.findByText("Legen Sie hier eine Tabelle mit Produkten ab")).toBeVisible();
  expect(document.documentElement.lang).toBe("de");
  expect(document.documentElement.dataset.mantineColorScheme).toBe("dark");
});

test("a file that is let go anywhere is opened", async () => {
  const window = open({
    at: "/profiles",
    answers: { "profiles.list": [], "drafts.begin": draft(), "drafts.show": draft() },
  });
  await screen.findByRole("heading", { level: 1 });
  act(() => window.drop({ over: true }));
  expect(screen.getByText("Let go to open it")).toBeInTheDocument();
  act(() => window.drop({ sources: [{ path: "/files/price-list.csv" }] }));
  await waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { path: "/files/price-list.csv" } },
  });
});

test("before the program ends while a run goes on, it asks", async () => {
  const window = open({});
  await screen.findByRole("heading", { level: 1 });
  act(() => window.tell({ event: "quit_asked" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("A run is still going on");
  await userEvent.click(within(dialog).getByRole("button", { name: "Let it go on" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("the end of a run is said in the user's language, and how it ended", async () => {
  const counts = { ...report().counts, create: 1, update: 2, delete: 0, failed: 1 };
  const window = open({ language: "de", answers: { "runs.show": report({ status: "completed", counts }) } });
  await screen.findByRole("heading", { level: 1 });
  act(() => window.tell({ event: "run_ended", run: 12 }));
  await waitFor(() => expect(window.notified).toHaveLength(1));
  expect(window.notified[0]).toMatch(/Linen & Co.*: 1 angelegt, 2 geändert\. 1 /);
  window.answers["runs.show"] = report({ status: "interrupted" });
  act(() => window.tell({ event: "run_ended", run: 12 }));
  await waitFor(() => expect(window.notified).toHaveLength(2));
  expect(window.notified[1]).not.toContain(window.notified[0]?.split(":")[0]);
});

test("the bar shows to which room an import belongs", async () => {
  open({ at: "/import/7", answers: { "drafts.show": () => new Promise(() => {}) } });
  expect(await screen.findByRole("link", { name: "Import" })).toHaveAttribute("aria-current", "true");
  expect(screen.getByRole("link", { name: "History" })).not.toHaveAttribute("aria-current");
});

test("an address without the program's link opens nothing and says how it is opened", async () => {
  const window = open({ isShut: true });
  expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("This is Longshore Studio");
  expect(screen.getByText(/longshore serve/)).toBeVisible();
  expect(screen.queryByRole("navigation")).toBeNull();
  expect(screen.queryByRole("button")).toBeNull();
  expect(window.asked).toEqual([]);
});

test("a link of an earlier start opens nothing either", async () => {
  open({ answers: { "settings.show": refuse("token_wrong") } });
  expect(await screen.findByText(/longshore serve/)).toBeVisible();
  expect(screen.queryByRole("navigation")).toBeNull();
});

test("beside files the program speaks in the words of the window, for what is a code in a sentence too", async () => {
  const window = open({ language: "de" });
  await waitFor(() => expect(window.asked.map(({ name }) => name)).toContain("settings.set"));
  const { request } = window.asked.filter(({ name }) => name === "settings.set").at(-1) ?? {};
  expect(request?.words).toMatchObject({
    not_a_table: "{file} ist keine Tabelle, sondern {kind}.",
    word_pdf: "ein PDF-Dokument",
    field_regular_price: expect.stringMatching(/reis/),
  });
});
