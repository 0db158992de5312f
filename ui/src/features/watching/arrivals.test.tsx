import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { draft, linen } from "../../testing/fixtures";

vi.setConfig({ testTimeout: 60_000 });

test("a file that no profile fits is told with what to do and where it lies", async () => {
  const arrival = {
    arrival: 3,
    lies: "/lists/unrecognised/other.csv",
    at: "2026-11-20T10:00:00Z",
    what: "unrecognised",
    file: "other.csv",
    run: null,
    rejects: null,
    error: { code: "profile_not_recognised", params: { file: "other.csv" } },
  };
  const empty = { ...arrival, arrival: 2, what: "empty", file: "new.csv", error: null, lies: null };
  const watched = {
    watched: 1,
    folder: "/lists",
    store: "Linen & Co",
    profile: null,
    most_change: null,
    missing: null,
    stands: "watching",
    error: null,
    added_at: "2026-11-20T09:00:00Z",
    last: arrival,
    arrivals: 1,
  };
  const window = open({
    at: "/watching",
    answers: {
      "stores.list": [linen],
      "profiles.list": [],
      "watched.list": [watched],
      "watched.arrivals": { arrivals: [arrival, empty], total: 2 },
      "drafts.begin": draft(),
      "drafts.show": draft(),
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: /What came in/ }));
  expect(await screen.findByText(/Import such a file once by hand and save its profile/)).toBeVisible();
  expect(screen.getByText("The file now lies in “unrecognised” in this folder.")).toBeVisible();
  expect(screen.getByText("still empty, its contents are waited for")).toBeVisible();
  // What lies there is imported by hand, into the folder's shop.
  await userEvent.click(screen.getByRole("button", { name: "Import it by hand" }));
  await vi.waitFor(() => expect(window.address()).toMatch(/^\/import\/7/));
  expect(window.asked).toContainEqual({
    name: "drafts.begin",
    request: { source: { arrived: 3 }, store: "Linen & Co" },
  });
});
