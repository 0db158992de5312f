import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { open, refuse } from "../../testing/answering";
import { linen } from "../../testing/fixtures";
import { pointOf } from "./add/testing";

const practice = { "practice.show": { is_running: false, store: null, bad_day: false } };

async function fillIn() {
  await userEvent.type(
    await screen.findByRole("textbox", { name: "Address of the shop" }),
    "https://www.linen.example/shop",
  );
  await userEvent.type(screen.getByRole("textbox", { name: "Consumer key" }), "ck_1");
  await userEvent.type(screen.getByLabelText("Consumer secret"), "cs_2");
}

test("a store is added with a name of its own making", async () => {
  const window = open({ at: "/stores/add", answers: { ...practice, "stores.add": linen } });
  await fillIn();
  await userEvent.click(screen.getByRole("button", { name: "Test and add the store" }));
  expect(window.asked.find(({ name }) => name === "stores.add")?.request).toEqual({
    name: "linen.example",
    url: "https://www.linen.example/shop",
    key: "ck_1",
    secret: "cs_2",
    keep_secret_in: "keychain",
  });
  expect(await screen.findByText("It may change products")).toBeVisible();
  expect(screen.getByRole("button", { name: "Import into Linen & Co" })).toBeVisible();
});

test("a test that fails says at which point, what was fine before, and what to do", async () => {
  const answers = { ...practice, "stores.add": refuse("store_plain_permalinks", { address: "linen.example" }) };
  open({ at: "/stores/add", answers });
  await fillIn();
  await userEvent.click(screen.getByRole("button", { name: "Test and add the store" }));
  expect(await screen.findByText("The connection is safe")).toBeVisible();
  expect(screen.getByText("WordPress does not answer as it should")).toBeVisible();
  expect(screen.getByText("Does the key fit?")).toBeVisible();
  expect(screen.getByRole("alert")).toHaveTextContent("In WordPress choose any other kind under Settings, Permalinks.");
});

test("what has nothing to do with the shop is no point of the test", () => {
  expect(pointOf("name_taken")).toBeNull();
  expect(pointOf("store_certificate_expired")).toBe("encrypted");
});

test("removing a store is asked, and both ways are named", async () => {
  const window = open({ at: "/stores", answers: { ...practice, "stores.list": [linen], "stores.remove": linen } });
  await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("button", { name: "Keep it" })).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove Linen & Co" }));
  expect(window.asked).toContainEqual({ name: "stores.remove", request: { name: "Linen & Co" } });
});

test("the practice store has its bad day", async () => {
  const running = { is_running: true, store: "Practice", bad_day: false };
  const window = open({ at: "/stores", answers: { "practice.show": running, "practice.bad_day": running } });
  await userEvent.click(await screen.findByRole("radio", { name: "Bad day" }));
  expect(window.asked).toContainEqual({ name: "practice.bad_day", request: { on: true } });
});
