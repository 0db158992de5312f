import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { DraftShown } from "../../bindings/DraftShown";
import { open } from "../../testing/answering";
import { columns, draft, linen } from "../../testing/fixtures";

// Whole windows are opened here; a machine that builds beside needs its time for them.
vi.setConfig({ testTimeout: 60_000 });

const SAID =
  "The profile “Meyer” does not fit this file: 1 of its 3 columns is here. Columns it says nothing of are taken for what they look like.";

function answers(first: DraftShown) {
  let present = first;
  return {
    "stores.list": [linen],
    "profiles.list": [{ name: "Meyer", platform: "", columns: 3, fingerprint: "1", saved_at: "2026-11-20T10:00:00Z" }],
    "drafts.show": () => present,
    "drafts.columns": columns,
    "drafts.fields": [],
    "drafts.rows": { rows: [], total: 0, is_complete: true },
    "drafts.resembling": [],
    "drafts.save_view": () => present,
    "drafts.use_profile": () => {
      present = { ...present, profile: null, misfit: null };
      return columns;
    },
  };
}

test("a profile for other files is told so, is not offered for saving, and is dropped by one click", async () => {
  const misfits = draft({ step: "columns", profile: "Meyer", misfit: { found: 1, of: 3 } });
  const window = open({ at: "/import/7", answers: answers(misfits) });
  expect(await screen.findByText(SAID)).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Save as" })).toHaveValue("");
  await userEvent.click(screen.getAllByRole("button", { name: "Use no profile" }).at(-1) as HTMLElement);
  await vi.waitFor(() => expect(screen.queryByText(SAID)).toBeNull());
  expect(window.asked.find(({ name }) => name === "drafts.use_profile")?.request).toEqual({ draft: 7, name: null });
});

test("the first step says it too, where an import is repeated with a file of another kind", async () => {
  open({ at: "/import/7", answers: answers(draft({ profile: "Meyer", misfit: { found: 1, of: 3 } })) });
  expect(await screen.findByText(SAID)).toBeVisible();
  expect(screen.queryByText("It goes by the profile “Meyer”.")).toBeNull();
});

test("the name of a profile that fits is offered for saving", async () => {
  open({ at: "/import/7", answers: answers(draft({ step: "columns", profile: "Meyer" })) });
  expect(await screen.findByRole("textbox", { name: "Save as" })).toHaveValue("Meyer");
});

test("a profile that is chosen among the columns asks about renamed columns as the first step does", async () => {
  const changes = [
    { change: "renamed", from: "SKU", to: "Article no", field: "sku", percent: null },
    { change: "renamed", from: "VK", to: "VK brutto", field: "regular_price", percent: 91 },
  ];
  const window = open({
    at: "/import/7",
    answers: {
      ...answers(draft({ step: "columns", profile: null })),
      "drafts.resembling": [{ name: "Meyer", found: 1, of: 3, changes }],
      "drafts.use_profile": columns,
    },
  });
  const used = () => window.asked.filter(({ name }) => name === "drafts.use_profile").map(({ request }) => request);
  const choice = await screen.findByRole("combobox", { name: "Use a saved one" });
  await userEvent.click(choice);
  await userEvent.click(await screen.findByRole("option", { name: "Meyer", hidden: true }));
  const offer = within(await screen.findByRole("region", { name: "This looks like the profile “Meyer”" }));
  expect(used()).toEqual([]);
  expect(offer.getByRole("checkbox", { name: /“SKU” is called “Article no”/ })).toBeChecked();
  await userEvent.click(offer.getByRole("checkbox", { name: /“VK” is called “VK brutto”/ }));
  await userEvent.click(offer.getByRole("button", { name: "Use “Meyer”" }));
  await vi.waitFor(() => expect(used()).toEqual([{ draft: 7, name: "Meyer", renamed: [["SKU", "Article no"]] }]));
  await vi.waitFor(() => expect(screen.queryByRole("region", { name: /This looks like/ })).toBeNull());
});

test("a profile all of whose columns are there is used at once where it is chosen", async () => {
  const window = open({ at: "/import/7", answers: answers(draft({ step: "columns", profile: null })) });
  await userEvent.click(await screen.findByRole("combobox", { name: "Use a saved one" }));
  await userEvent.click(await screen.findByRole("option", { name: "Meyer", hidden: true }));
  await vi.waitFor(() =>
    expect(window.asked).toContainEqual({ name: "drafts.use_profile", request: { draft: 7, name: "Meyer" } }),
  );
});
