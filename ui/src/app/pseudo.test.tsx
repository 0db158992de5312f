import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { open } from "../testing/answering";
import { columns, draft, linen, report } from "../testing/fixtures";
import { catalogues } from "./words";

/** English with every sentence in brackets: what has none did not come from a catalogue. */
function bracketed(tree: unknown): unknown {
  return typeof tree === "string"
    ? `⟦${tree}⟧`
    : Object.fromEntries(Object.entries(tree as object).map(([name, below]) => [name, bracketed(below)]));
}

/** What a person can read or hear on the page. */
function texts(): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (!holder?.closest("style, script, [data-ref], .ag-hidden, .ag-aria-description-container")) {
      found.push(walker.currentNode.textContent ?? "");
    }
  }
  for (const element of document.body.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      found.push(element.getAttribute(name) ?? "");
    }
  }
  return found;
}

/** What comes from the user's own files and shops, and the signs of the keyboard. */
const DATA =
  /Linen & Co|linen\.example|price-list\.csv|SKU|VK brutto|Lagerort|A-\d|19,90|B3|UTF-8|EUR|10\.5\.0|Ctrl|\bck_|\bcs_|https?:\/\/|English|Deutsch|Français|Español|Polski|\bkg\b|\bcm\b|\bkB\b|\bsec\b|[A-Z][a-z]{2} \d+, \d{4}, [\d:]+\s[AP]M/g;

function outside(): string[] {
  return texts()
    .map((text) => {
      let rest = text;
      // From the inside out: sentences stand in sentences.
      for (let before = ""; before !== rest; ) {
        before = rest;
        rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "");
      }
      return rest.replace(DATA, "").trim();
    })
    .filter((rest) => /\p{L}{2,}/u.test(rest));
}

const answers = {
  // The bracketed language is none that the program could name.
  "settings.show": () => new Promise(() => {}),
  "stores.list": [linen],
  "profiles.list": [{ name: "SKU", platform: "", columns: 3, fingerprint: "f", saved_at: "2026-01-01T00:00:00Z" }],
  "practice.show": { is_running: true, store: "Linen & Co", bad_day: "off" },
  "drafts.list": [draft()],
  "drafts.columns": columns,
  "drafts.fields": [{ field: "sku", kind: "text", choices: [], takes_several: false }],
  "drafts.try_steps": [],
  "drafts.rows": { rows: [], total: 0, is_complete: true },
  "drafts.checked": {
    is_current: true,
    rows: 1505,
    rows_out: 3,
    rows_doubtful: 2,
    issues: [
      {
        code: "number_not_read",
        severity: "error",
        column: 1,
        count: 3,
        rows: 3,
        params: { value: "19,90" },
        fix: null,
      },
    ],
  },
  "runs.show": report(),
  "runs.summary": {
    fields: [{ field: "regular_price", count: 312, left_out: 0, needed: 0 }],
    accidents: [{ code: "prices_times_100", count: 300, of: 312 }],
  },
  "runs.changes": { changes: [], total: 0 },
};

const watched = {
  watched: 1,
  folder: "A-1",
  store: "Linen & Co",
  profile: null,
  most_change: 25,
  stands: "failing",
  error: { code: "folder_not_found", params: { folder: "A-1" } },
  added_at: "2020-01-01T00:00:00Z",
  last: { at: "2020-01-01T00:00:00Z", what: "imported", file: "price-list.csv", run: 3, rejects: null, error: null },
  arrivals: 3,
};

const finished = report({ status: "completed", pending: 0, seconds: 5 });

const views: [string, string, object][] = [
  ["the history", "/history", { "runs.list": { runs: [finished], total: 1 }, "runs.interrupted": [finished] }],
  ["an empty history", "/history", { "runs.list": { runs: [], total: 0 }, "runs.interrupted": [] }],
  ["a run in the history", "/history/12", { "runs.list": { runs: [], total: 0 }, "runs.show": finished }],
  ["an undo", "/history/12/undo?plan=12", { "runs.list": { runs: [], total: 0 } }],
  ["the start", "/", {}],
  ["the stores", "/stores", {}],
  ["adding a store", "/stores/add", {}],
  ["the profiles", "/profiles", {}],
  ["the watched folders", "/watching", { "watched.list": [watched] }],
  ["no watched folder", "/watching", { "watched.list": [] }],
  ["nowhere", "/no-such-page", {}],
  ["the file", "/import/7", { "drafts.show": draft() }],
  ["the columns", "/import/7", { "drafts.show": draft({ step: "columns" }) }],
  ["the check", "/import/7", { "drafts.show": draft({ step: "check" }) }],
  ["the changes", "/import/7", { "drafts.show": draft({ step: "changes", view: { run: 12 } }) }],
  [
    "the run",
    "/import/7",
    { "drafts.show": draft({ step: "run", view: { run: 12 } }), "runs.show": report({ status: "running" }) },
  ],
  [
    "the result",
    "/import/7",
    { "drafts.show": draft({ step: "result", view: { run: 12 } }), "runs.show": report({ status: "completed" }) },
  ],
];

test.each(views)("every text of %s comes from the catalogues", async (_name, at, more) => {
  open({
    at,
    language: "xx",
    answers: { ...answers, ...more },
    catalogues: { xx: bracketed(catalogues().en) as object },
  });
  await waitFor(() => expect(screen.getAllByText(/⟦/).length).toBeGreaterThan(6));
  await new Promise((settled) => setTimeout(settled, 50));
  expect(outside()).toEqual([]);
});
