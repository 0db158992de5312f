import { expect, test, vi } from "vitest";

/** The places that are looked at, and who is told of their size. */
const looked: { place: Element; tell: () => void }[] = [];
vi.stubGlobal(
  "ResizeObserver",
  class {
    constructor(private readonly tell: (entries: { target: Element }[]) => void) {}
    observe(place: Element) {
      looked.push({ place, tell: () => this.tell([{ target: place }]) });
    }
  },
);

test("what has no room is counted, and the first is shown in any case", async () => {
  const { showFitting } = await import("./fitting");
  const parts = ["one", "two", "three"].map((text) =>
    Object.assign(document.createElement("span"), { textContent: text }),
  );
  const more = document.createElement("span");
  const place = document.createElement("div");
  place.append(...parts, more);
  // As high as what it shows; as much room as is said.
  let room = 2;
  Object.defineProperty(place, "scrollHeight", { get: () => 20 * parts.filter(({ hidden }) => !hidden).length });
  Object.defineProperty(place, "clientHeight", { get: () => 20 * room });
  showFitting(place, { parts, more, say: (count) => `and ${count} more`, total: 5 });

  looked[0]?.tell();
  expect(parts.map(({ hidden }) => hidden)).toEqual([false, false, true]);
  expect(more).toHaveTextContent("and 3 more");
  room = 0;
  looked[0]?.tell();
  expect(parts.map(({ hidden }) => hidden)).toEqual([false, true, true]);
  expect(more).toHaveTextContent("and 4 more");
  room = 3;
  looked[0]?.tell();
  expect(parts.some(({ hidden }) => hidden)).toBe(false);
  expect(more).toHaveTextContent("and 2 more");
});

test("where the first takes the whole place, its end says how many there are besides; else it has to do with one line", async () => {
  const { showFitting } = await import("./fitting");
  const parts = ["one", "two"].map((text) => {
    const part = document.createElement("span");
    part.append(Object.assign(document.createElement("span"), { textContent: text }));
    return part;
  });
  const more = document.createElement("span");
  const place = document.createElement("div");
  place.append(...parts, more);
  let room = 1;
  const lines = () => (more.parentElement === place ? 3 : 2) - (place.hasAttribute("data-tight") ? 1 : 0);
  Object.defineProperty(place, "scrollHeight", { get: () => 20 * lines() });
  Object.defineProperty(place, "clientHeight", { get: () => 20 * room });
  showFitting(place, { parts, more, say: (count) => `and ${count} more`, total: 2 });
  const { tell } = looked.at(-1) ?? {};

  room = 2;
  tell?.();
  expect(parts[0]).toHaveTextContent("oneand 1 more");
  expect(place).not.toHaveAttribute("data-tight");
  room = 1;
  tell?.();
  expect(parts[0]).toHaveTextContent(/^one$/);
  expect(place).toHaveAttribute("data-tight");
});
