import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test, vi } from "vitest";
import { words } from "../../app/words";
import everywhere from "../../locales/en/everywhere.json";
import { RowsGrid, type TablePage } from "./RowsGrid";

const spoken = words("en", { en: { everywhere } });
const columns = [{ name: "sku" }, { name: "name" }];

function grid(
  fetch: (from: number, count: number) => Promise<TablePage>,
  name = "list",
  placeOf?: (row: number) => number,
) {
  return (
    <I18nextProvider i18n={spoken}>
      <div style={{ height: 400 }}>
        <RowsGrid name={name} label="Rows" columns={columns} fetch={fetch} version={0} placeOf={placeOf} />
      </div>
    </I18nextProvider>
  );
}

const page = (count: number): TablePage => ({
  rows: Array.from({ length: count }, (_, row) => ({ row, cells: [`S-${row}`, "Hat"], edited: [], cut: [] })),
  total: count,
  isComplete: true,
});

test("the keys for the end and the beginning take the focus along", async () => {
  const { container } = render(grid(() => Promise.resolve(page(6))));
  const first = (await screen.findAllByText("S-0"))[0] as HTMLElement;
  await act(async () => first.focus());
  fireEvent.keyDown(first, { key: "End", ctrlKey: true });
  await waitFor(() => {
    const focused = container.querySelector(".ag-cell-focus");
    expect(focused?.closest("[row-index]")?.getAttribute("row-index")).toBe("5");
    expect(focused?.getAttribute("col-id")).toBe("1");
  });
  fireEvent.keyDown(container.querySelector(".ag-cell-focus") as HTMLElement, { key: "Home", ctrlKey: true });
  await waitFor(() => {
    const focused = container.querySelector(".ag-cell-focus");
    expect(focused?.closest("[row-index]")?.getAttribute("row-index")).toBe("0");
  });
});

test("a grid that had no rows does not go on saying so", async () => {
  const none = () => Promise.resolve(page(0));
  const some = () => Promise.resolve(page(3));
  const { container, rerender } = render(grid(none));
  const said = () => [...container.querySelectorAll("[aria-live]")].map((one) => one.textContent).join("");
  await waitFor(() => expect(said()).toContain("No rows"));
  rerender(grid(some));
  await screen.findAllByText("S-2");
  await waitFor(() => expect(said()).not.toContain("No rows"));
});

test("who comes back to a list has its rows at once, and then as they are now", async () => {
  const first = render(grid(() => Promise.resolve(page(2)), "kept"));
  await screen.findAllByText("S-1");
  first.unmount();
  const changed = { ...page(2), rows: page(2).rows.map((row) => ({ ...row, cells: ["new", "Hat"] })) };
  const later = vi.fn(() => Promise.resolve(changed));
  const { container } = render(grid(later, "kept"));
  expect(later).not.toHaveBeenCalled();
  expect(container.textContent).toContain("S-1");
  await screen.findAllByText("new");
});

test("another list begins without the rows of the one before", async () => {
  const first = render(grid(() => Promise.resolve(page(2)), "one"));
  await screen.findAllByText("S-1");
  first.unmount();
  const { container } = render(grid(() => new Promise(() => {}), "another"));
  expect(container.textContent).not.toContain("S-1");
  // It does not wait for ever to be on the page.
  await waitFor(() => expect(container.querySelector(".ag-root")).not.toBeNull());
  expect(container.textContent).not.toContain("S-1");
});

test("rows of another name are asked for although they are fetched in the same manner", async () => {
  const rows = page(2);
  const fetch = vi.fn(() => Promise.resolve(rows));
  const { rerender } = render(grid(fetch, "read at first"));
  await screen.findAllByText("S-1");
  rows.rows = rows.rows.map((row) => ({ ...row, cells: ["read anew", "Hat"] }));
  rerender(grid(fetch, "read otherwise"));
  await screen.findAllByText("read anew");
});

test("rows that are still searched for come by themselves, and nobody says before that there are none", async () => {
  let looks = 0;
  const fetch = async (): Promise<TablePage> => {
    looks += 1;
    return looks < 3 ? { ...page(looks - 1), isComplete: false } : page(3);
  };
  const { container } = render(grid(fetch, "searched"));
  await screen.findAllByText("S-0");
  expect(container.textContent).not.toContain("No rows");
  await screen.findAllByText("S-2");
  expect(looks).toBe(3);
});

test("rows stay on screen until others are there, and the row at work on is in view among those", async () => {
  const found = vi.fn(() =>
    Promise.resolve({ ...page(1), rows: [{ row: 250, cells: ["S-250", "Hat"], edited: [], cut: [] }] }),
  );
  const all = vi.fn(async (from: number, count: number): Promise<TablePage> => {
    const rows = page(500).rows.slice(from, from + count);
    return { rows, total: 500, isComplete: true };
  });
  const { rerender, container } = render(grid(found, "found"));
  await screen.findAllByText("S-250");
  let answer = (_: TablePage) => {};
  const slow = vi.fn(() => new Promise<TablePage>((resolve) => (answer = resolve)));
  rerender(grid(slow, "slow"));
  await waitFor(() => expect(slow).toHaveBeenCalledTimes(1));
  expect(container.textContent).toContain("S-250");
  await act(async () => answer(page(3)));
  await screen.findAllByText("S-2");
  expect(container.textContent).not.toContain("S-250");
  rerender(grid(found, "found"));
  await screen.findAllByText("S-250");
  rerender(grid(all, "all", (row) => row));
  await waitFor(() => expect(all.mock.calls.map(([from]) => from).sort()).toEqual([200, 250]));
});

test("no grid speaks English of its own: what we have no words for is not said", async () => {
  const { container } = render(grid(() => Promise.resolve(page(3)), "spoken"));
  await screen.findAllByText("S-2");
  const headers = [...container.querySelectorAll(".ag-header-cell")];
  expect(headers.length).toBeGreaterThan(1);
  expect(headers.map((header) => header.getAttribute("aria-sort")).filter(Boolean)).toEqual([]);
  expect(document.body.innerHTML).not.toMatch(/Press |ENTER/);
});
