import { screen, waitForElementToBeRemoved, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { ProfileInfo } from "../../bindings/ProfileInfo";
import { open, refuse } from "../../testing/answering";

const spring: ProfileInfo = {
  name: "Spring list",
  platform: "",
  columns: 3,
  fingerprint: "f1",
  saved_at: "2026-03-01T08:00:00Z",
};
const file = { file: "upload:F4qK/file", name: "spring.json" };

function load() {
  return screen.findByRole("button", { name: "Load from a file" }).then((button) => userEvent.click(button));
}

test("a file that is no profile is told by its own name, with what to choose instead", async () => {
  open({
    at: "/profiles",
    pickedFile: file,
    answers: {
      "profiles.list": [spring],
      "profiles.import": refuse("profile_not_readable", { file: "/data/uploads/upload-F4qK/file" }),
    },
  });
  await load();
  const problem = await screen.findByRole("alert");
  expect(problem).toHaveTextContent("spring.json is no profile of Longshore.");
  expect(problem).toHaveTextContent("Choose a file that “Save to a file” made.");
  expect(problem).not.toHaveTextContent("uploads");
});

test("a profile of the same name is replaced only by whoever says so", async () => {
  const taken = refuse("profile_name_taken", { name: "Spring list" });
  const window = open({
    at: "/profiles",
    pickedFile: file,
    answers: {
      "profiles.list": [spring],
      "profiles.import": ({ replace }: { replace?: boolean }) => (replace ? { name: "Spring list" } : taken()),
    },
  });
  await load();
  const question = await screen.findByRole("dialog", { name: "Replace the profile “Spring list”?" });
  expect(screen.queryByRole("alert")).toBeNull();
  await userEvent.click(within(question).getByRole("button", { name: "Keep the present one" }));
  await waitForElementToBeRemoved(question);
  const imports = () => window.asked.filter(({ name }) => name === "profiles.import").map(({ request }) => request);
  expect(imports()).toEqual([{ file: file.file }]);
  await load();
  await userEvent.click(await screen.findByRole("button", { name: "Replace it" }));
  await waitForElementToBeRemoved(screen.queryByRole("dialog"));
  expect(imports().at(-1)).toEqual({ file: file.file, replace: true });
});
