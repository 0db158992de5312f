// How are rows looked at and mended?

import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { columns, draft } from "../../testing/fixtures";
import { keeping } from "./asked";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

test("the check counts what is wrong by kind, and mends it all alike", async () => {
  const checked = {
    is_current: true,
    rows: 1505,
    rows_out: 3,
    rows_doubtful: 0,
    issues: [
      {
        code: "number_in_other_notation",
        severity: "error",
        column: 1,
        count: 3,
        rows: 3,
        params: { value: "19.90", meant: "19,90" },
        fix: { cell: "19,90" },
      },
    ],
  };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": checked,
    "drafts.fix": { cells: 3, rows: [4], can_undo: true, can_redo: false },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("3 of 1,505 rows stay out")).toBeVisible();
  expect(screen.getByText("1,502 rows go in, 3 stay out.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: /written otherwise/ }));
  expect(window.address()).toContain("number_in_other_notation");
  await userEvent.click(await screen.findByRole("button", { name: "Correct all 3 alike" }));
  expect(window.asked).toContainEqual({
    name: "drafts.fix",
    request: { draft: 7, code: "number_in_other_notation", column: 1 },
  });
  await waitFor(() => expect(screen.getByRole("button", { name: "Undo the edit" })).toBeEnabled());
});

test("the rows of a kind are asked for when it is reached for, and only once", async () => {
  const issue = { code: "number_not_read", severity: "error", column: 1, count: 1, rows: 1, params: {}, fix: "clear" };
  const rows = [{ row: 9, line: 10, cells: ["A-9", "viele"], cut: [], edited: [], issues: [] }];
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": { is_current: true, rows: 1505, rows_out: 1, rows_doubtful: 0, issues: [issue] },
    "drafts.rows": ({ from, filter }: { from: number; filter: { issue_code: string | null } }) => ({
      rows: filter.issue_code ? rows.slice(from) : [],
      total: filter.issue_code ? 1 : 0,
      is_complete: true,
    }),
  };
  const window = open({ at: "/import/7", answers });
  const askedFor = () =>
    window.asked.filter(
      ({ name, request }) => name === "drafts.rows" && JSON.stringify(request).includes("number_not_read"),
    );
  const kind = await screen.findByRole("button", { name: /no number/i });
  fireEvent.pointerDown(kind);
  expect(askedFor()).toHaveLength(1);
  expect(window.address()).not.toContain("number_not_read");
  await userEvent.click(kind);
  expect(await screen.findByText("viele")).toBeInTheDocument();
  expect(askedFor()).toHaveLength(1);
});

test("what is proposed for a kind can be taken always", async () => {
  const issue = { code: "number_not_read", severity: "error", column: 1, count: 2, rows: 2, params: {}, fix: "clear" };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": { is_current: true, rows: 1505, rows_out: 2, rows_doubtful: 0, issues: [issue] },
    "drafts.map": columns,
  };
  const window = open({ at: "/import/7?issue=number_not_read&column=1", answers });
  await userEvent.click(await screen.findByRole("button", { name: "Always, also in later files" }));
  expect(window.asked).toContainEqual({ name: "drafts.map", request: { draft: 7, takes: ["number_not_read"] } });
});

test("kinds of trouble that are always mended are listed among the columns", async () => {
  const answers = { ...keeping(draft({ step: "columns", takes: ["number_not_read"] })), "drafts.map": columns };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("No number where one is needed.")).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "No longer" }));
  expect(window.asked).toContainEqual({ name: "drafts.map", request: { draft: 7, takes: [] } });
});

test("cells that hold no number get one value, all alike, and what emptying them means is said", async () => {
  const issue = { code: "not_a_number", severity: "error", column: 1, count: 3, rows: 3, params: {}, fix: "clear" };
  const rows = [4, 9, 12].map((row) => ({ row, line: row + 1, cells: ["", "viele"], cut: [], edited: [], issues: [] }));
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": { is_current: true, rows: 1505, rows_out: 3, rows_doubtful: 0, issues: [issue] },
    "drafts.rows": ({ from }: { from: number }) => ({ rows: rows.slice(from), total: 3, is_complete: true }),
    "drafts.edit": { cells: 3, rows: [], can_undo: true, can_redo: false },
  };
  const window = open({ at: "/import/7?issue=not_a_number&column=1", answers });
  expect(await screen.findByText(/^An empty cell leaves what the shop has/)).toBeVisible();
  await userEvent.type(screen.getByRole("textbox", { name: "One value for all of them" }), "20");
  await userEvent.click(screen.getByRole("button", { name: "Write it into all 3 cells" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.edit",
      request: { draft: 7, cells: [4, 9, 12].map((row) => ({ row, column: 1, text: "20" })) },
    }),
  );
});

test("when the last row of a kind is mended, all rows are shown where it stands", async () => {
  const kind = { code: "number_not_read", severity: "error", column: 1, count: 1, rows: 1, params: {}, fix: null };
  const checked = { is_current: true, rows: 900, rows_out: 1, rows_doubtful: 0, issues: [kind] };
  const rowOf = (row: number) => ({ row, line: row + 1, cells: [`A-${row}`, "1"], cut: [], edited: [], issues: [] });
  const first = draft({ step: "check", view: { narrowed: { check: { issue: "number_not_read", column: 1 } } } });
  let isMended = false;
  const window = open({
    at: "/import/7",
    answers: {
      ...keeping(first),
      "drafts.checked": () => (isMended ? { ...checked, rows_out: 0, issues: [] } : checked),
      "drafts.check": { ...checked, rows_out: 0, issues: [] },
      "drafts.rows": ({
        from,
        count,
        filter,
      }: {
        from: number;
        count: number;
        filter: { issue_code: string | null };
      }) =>
        filter.issue_code
          ? { rows: [{ ...rowOf(512), cells: ["A-512", "free"] }], total: 1, is_complete: true }
          : { rows: Array.from({ length: count }, (_, at) => rowOf(from + at + 1)), total: 900, is_complete: true },
      "drafts.edit": () => {
        isMended = true;
        return { cells: 1, rows: [512], can_undo: true, can_redo: false };
      },
    },
  });
  await userEvent.dblClick(await screen.findByText("free"));
  await userEvent.keyboard("{Control>}a{/Control}19.90{Enter}");
  await waitFor(() => expect(window.asked.some(({ name }) => name === "drafts.edit")).toBe(true));
  // Its page is fetched, and it has the keys again.
  const wanted = () => window.asked.filter(({ name }) => name === "drafts.rows").map(({ request }) => request.from);
  await waitFor(() => expect(wanted()).toContain(500), { timeout: 5000 });
  await waitFor(() => expect(document.activeElement?.closest(".ag-row")).toHaveAttribute("row-index", "511"));
  expect(document.activeElement).toHaveAttribute("col-id", "1");
});

test("a long text is edited whole beside the rows, and Escape loses nothing of it", async () => {
  const long = "Woven on our own looms.\n".repeat(60);
  const cells = ["A-1", "19,90", long.slice(0, 1000)];
  const row = { row: 12, line: 13, cells, cut: [2], edited: [], issues: [] };
  const cell = { own: long, edited: null as string | null };
  const checked = { is_current: true, rows: 1, rows_out: 0, rows_doubtful: 0, issues: [] };
  const window = open({
    at: "/import/7",
    answers: {
      ...keeping(draft({ step: "check" })),
      "drafts.checked": checked,
      "drafts.rows": { rows: [row], total: 1, is_complete: true },
      "drafts.cell": () => ({ ...cell }),
      "drafts.edit": ({ cells: [written] }: { cells: [{ text: string | null }] }) => {
        cell.edited = written.text;
        return { cells: 1, rows: [12], can_undo: true, can_redo: false };
      },
    },
  });
  await userEvent.dblClick(await screen.findByText(/^Woven on our own looms/));
  const text = await screen.findByRole("textbox", { name: "Text of “Lagerort”" });
  expect(text).toHaveValue(long);
  expect(screen.getByText(/1,440 letters/)).toBeVisible();
  await userEvent.click(text);
  await userEvent.paste("Washed once.");
  await userEvent.keyboard("{Escape}");
  await waitFor(() =>
    expect(window.asked.filter(({ name }) => name === "drafts.edit").map(({ request }) => request)).toEqual([
      { draft: 7, cells: [{ row: 12, column: 2, text: `${long}Washed once.` }] },
    ]),
  );
  expect(screen.queryByRole("textbox", { name: "Text of “Lagerort”" })).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Undo the edit" })).toBeEnabled());
});

test("what a step is narrowed to is kept with the draft, for each step by itself", async () => {
  const first = draft({
    step: "check",
    view: { narrowed: { check: { text: "rope", column: 1 }, columns: { text: "x" } } },
  });
  const checked = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 0, issues: [] };
  const window = open({ at: "/import/7", answers: { ...keeping(first), "drafts.checked": checked } });
  const search = await screen.findByRole("textbox", { name: "Search rows" });
  expect(search).toHaveValue("rope");
  expect(window.address()).toContain("rope");
  await userEvent.clear(search);
  await userEvent.type(search, "knot");
  const narrowed = { check: { text: "knot", column: 1 }, columns: { text: "x" } };
  const saved = { name: "drafts.save_view", request: { draft: 7, step: "check", view: { narrowed } } };
  await waitFor(() => expect(window.asked).toContainEqual(saved));
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  expect(await screen.findByRole("textbox", { name: "Search columns" })).toHaveValue("x");
});

test("what a step was narrowed to last is kept also where somebody goes to another room at once", async () => {
  const first = draft({ step: "check", view: { narrowed: { check: { issue: "gtin_invalid" } } } });
  const issue = { code: "gtin_invalid", severity: "warning", column: null, count: 3, fix: null, params: {} };
  const checked = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 3, issues: [issue] };
  const answers = { ...keeping(first), "drafts.checked": checked, "drafts.list": [first] };
  const window = open({ at: "/import/7", answers });
  const kind = await screen.findByRole("button", { pressed: true });
  await userEvent.click(kind);
  await waitFor(() => expect(kind).toHaveAttribute("aria-pressed", "false"));
  await userEvent.click(screen.getByRole("link", { name: "Stores" }));
  const saved = { name: "drafts.save_view", request: { draft: 7, step: "check", view: { narrowed: { check: {} } } } };
  await waitFor(() => expect(window.asked).toContainEqual(saved));
  await userEvent.click(screen.getByRole("link", { name: "Import" }));
  await userEvent.click(await screen.findByRole("link", { name: /price-list\.csv/ }));
  expect(await screen.findByRole("button", { pressed: false })).toBeVisible();
  expect(window.address()).toBe("/import/7");
});

test("words that joining wrote into rows are said in the user's, those of a file stay as they are", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const joined = { rows: 9, products: 5, variations: 4, images: 0, notices: [], is_plain: false };
  const row = { row: 1, line: 2, cells: ["variable", "A-1"], cut: [], edited: [], issues: [] };
  const named = columns.columns.slice(0, 2).map((one, at) => ({ ...one, field: ["type", "sku"][at] ?? null }));
  const answers = {
    ...keeping(draft({ rows: { ...before, joined } as never })),
    "drafts.columns": { columns: named, constants: [] },
    "drafts.rows": { rows: [row], total: 1, is_complete: true },
  };
  const window = open({ at: "/import/7", answers });
  expect(await screen.findByText("Product with variations")).toBeVisible();
  window.answers["drafts.show"] = draft();
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  expect(await screen.findByText("variable")).toBeVisible();
});

test("SKUs that were lost when rows were joined are told where the rows are checked", async () => {
  const before = draft().rows as NonNullable<DraftShown["rows"]>;
  const notice = { code: "sku_repeated", count: 4, params: { example: "A-1" }, asks: null };
  const other = { code: "image_base_needed", count: 12, params: {}, asks: "image_base" };
  const joined = { rows: 9, products: 5, variations: 4, images: 0, notices: [notice, other], is_plain: false };
  const checked = { is_current: true, rows: 9, rows_out: 0, rows_doubtful: 0, issues: [] };
  const rows = { ...before, joined } as never;
  open({ at: "/import/7", answers: { ...keeping(draft({ step: "check", rows })), "drafts.checked": checked } });
  expect(await screen.findByText(/SKUs that the file has more than once, such as “A-1”: 4/)).toBeVisible();
  expect(screen.queryByText(/Pictures that the file names/)).toBeNull();
});

test("pictures of this computer are looked for in the folder that somebody names", async () => {
  const params = { value: "hat.jpg" };
  const issue = { code: "picture_on_computer", severity: "error", column: 1, count: 3, rows: 3, params, fix: null };
  const answers = {
    ...keeping(draft({ step: "check" })),
    "drafts.checked": { is_current: true, rows: 1505, rows_out: 3, rows_doubtful: 0, issues: [issue] },
    "drafts.pictures": draft({ step: "check", pictures_from: "/home/anna/pictures" }),
  };
  const window = open({ at: "/import/7?issue=picture_on_computer&column=1", answers });
  const folder = await screen.findByRole("textbox", { name: "Folder of pictures on this computer" });
  await userEvent.type(folder, "/home/anna/pictures");
  await userEvent.click(screen.getByRole("button", { name: "Use this folder" }));
  await waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "drafts.pictures",
      request: { draft: 7, folder: "/home/anna/pictures" },
    }),
  );
  const mended = { is_current: true, rows: 1505, rows_out: 0, rows_doubtful: 0, issues: [] };
  Object.assign(window.answers, {
    "drafts.checked": mended,
    "drafts.show": draft({ step: "check", pictures_from: "/home/anna/pictures" }),
  });
  act(() => window.tell({ event: "draft_changed", draft: 7 }));
  expect(await screen.findByText("All 1,505 rows can go in")).toBeVisible();
  expect(screen.getByText("Pictures are looked for in /home/anna/pictures.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Folder of pictures on this computer" })).toHaveValue(
    "/home/anna/pictures",
  );
});
