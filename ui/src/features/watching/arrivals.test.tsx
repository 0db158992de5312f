import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { open } from "../../testing/answering";
import { draft, linen, watched } from "../../testing/fixtures";

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
  const folder = watched({ last: { ...arrival, needs_you: true }, arrivals: 1 });
  const window = open({
    at: "/watching",
    answers: {
      "stores.list": [linen],
      "profiles.list": [],
      "watched.list": [folder],
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

test("a folder in which files wait for somebody says how many, and is not green", async () => {
  const failed = { arrival: 4, lies: "/lists/failed/a.csv", at: "2026-11-20T10:00:00Z", what: "failed", file: "a.csv" };
  const arrivals = [{ ...failed, run: null, rejects: null, error: { code: "no_rows", params: {} }, needs_you: true }];
  const window = open({
    at: "/watching",
    answers: {
      "stores.list": [linen],
      "watched.list": [watched({ need_you: 2, arrivals: 3 }), watched({ watched: 2, folder: "/other" })],
      "watched.arrivals": { arrivals, total: 1 },
      "watched.settle": null,
    },
  });
  const said = await screen.findByText("2 files need you");
  expect(said.closest("[data-tone]")).toHaveAttribute("data-tone", "careful");
  const tones = screen.getAllByText("Watched").map((one) => one.closest("[data-tone]")?.getAttribute("data-tone"));
  expect(tones).toEqual(["quiet", "good"]);
  await userEvent.click(screen.getByRole("button", { name: "What came in (3)" }));
  await userEvent.click(await screen.findByRole("button", { name: "Nothing more to do" }));
  expect(window.asked).toContainEqual({ name: "watched.settle", request: { arrival: 4 } });
});

test("a folder whose practice store was closed says so, and opens it", async () => {
  const window = open({
    at: "/watching",
    answers: { "stores.list": [linen], "watched.list": [watched({ stands: "closed" })], "practice.start": {} },
  });
  expect(await screen.findByText("The practice store was closed here: files wait")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Open the practice store" }));
  expect(window.asked).toContainEqual({ name: "practice.start", request: {} });
});

test("a folder is added with another one in which its lists’ pictures lie, and says so", async () => {
  const window = open({
    at: "/watching",
    answers: {
      "stores.list": [linen],
      "profiles.list": [],
      "watched.list": [watched({ pictures_from: "/pictures" })],
      "watched.add": watched(),
    },
  });
  expect(await screen.findByText(/pictures from \/pictures/)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Watch a folder" }));
  await userEvent.type(await screen.findByLabelText("Folder"), "/lists");
  await userEvent.type(screen.getByLabelText("Folder of pictures"), "/pictures ");
  await userEvent.click(screen.getByRole("button", { name: "Watch this folder" }));
  await vi.waitFor(() =>
    expect(window.asked).toContainEqual({
      name: "watched.add",
      request: {
        folder: "/lists",
        store: "Linen & Co",
        profile: null,
        most_change: 25,
        pictures_from: "/pictures",
      },
    }),
  );
});
