import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, vi } from "vitest";

// jsdom has no media queries; Mantine asks them for the colour scheme.
vi.stubGlobal("matchMedia", (media: string) => ({
  media,
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
}));

// A busy machine is no reason to fail: nothing is timed here.
configure({ asyncUtilTimeout: 20_000 });

// jsdom lays nothing out, so nothing ever changes its size or scrolls.
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
Element.prototype.scrollIntoView = () => {};
window.scrollTo = () => {};

// Some of what is put off, such as the grid's second look at its bars, is not called off when a page goes: behind the
// last test of a file it would find no document.
const putOff = new Set<ReturnType<typeof setTimeout>>();
const begin = globalThis.setTimeout;
vi.stubGlobal("setTimeout", (...asked: Parameters<typeof setTimeout>) => {
  const timer = begin(...asked);
  putOff.add(timer);
  return timer;
});

afterAll(() => {
  for (const timer of putOff) {
    clearTimeout(timer);
  }
  putOff.clear();
});

afterEach(() => {
  cleanup();
  localStorage.clear();
});
