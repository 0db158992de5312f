import { act, screen, waitFor, waitForElementToBeRemoved, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { ApiError } from "../../bindings/ApiError";
import type { StoreStep } from "../../bindings/StoreStep";
import { open, refuse } from "../../testing/answering";
import { linen, watched } from "../../testing/fixtures";

const practice = { "practice.show": { is_running: false, url: null, store: null, bad_day: "off" } };
const STEPS: readonly StoreStep[] = ["address", "reach", "shop", "key", "read", "write"];

/** What a test finds that fails at a step, or nowhere. */
function tried(at: StoreStep | null, error: ApiError | null = null) {
  const failed = at ? STEPS.indexOf(at) : STEPS.length;
  const state = (index: number) => (index < failed ? "passed" : index === failed ? "failed" : "open");
  return {
    steps: STEPS.map((step, index) => ({ step, state: state(index), error: index === failed ? error : null })),
    can_be_added: at === null || at === "write",
    url: "https://www.linen.example/shop/",
    facts: linen.facts,
  };
}

async function fillIn() {
  await userEvent.type(
    await screen.findByRole("textbox", { name: "Address of the shop" }),
    "https://www.linen.example/shop",
  );
  await userEvent.type(screen.getByRole("textbox", { name: "Consumer key" }), "ck_1");
  await userEvent.type(screen.getByLabelText("Consumer secret"), "cs_2");
  await userEvent.click(screen.getByRole("button", { name: "Test and add the store" }));
}

test("a store is tested and added, with a name of its own making", async () => {
  const window = open({ at: "/stores/add", answers: { ...practice, "stores.try": tried(null), "stores.add": linen } });
  await fillIn();
  expect(await screen.findByText("It may change products")).toBeVisible();
  expect(await screen.findByRole("button", { name: "Import into Linen & Co" })).toBeVisible();
  expect(window.asked.find(({ name }) => name === "stores.add")?.request).toMatchObject({
    name: "linen.example",
    url: "https://www.linen.example/shop",
    key: "ck_1",
    secret: "cs_2",
    keep_secret_in: "keychain",
  });
  expect(screen.getByLabelText("Consumer secret")).toHaveValue("");
});

test("beside the button that tests a store stands what it waits for, and what is wrong with an address", async () => {
  const window = open({ at: "/stores/add", answers: { ...practice, "stores.try": tried(null) } });
  const go = await screen.findByRole("button", { name: "Test and add the store" });
  expect(go).toBeDisabled();
  expect(screen.getByText("Type the address of the shop first.")).toBeVisible();
  const address = screen.getByRole("textbox", { name: "Address of the shop" });
  await userEvent.type(address, "ftp://linen.example");
  await userEvent.tab();
  expect(screen.getByText(/begins with https:\/\/\. It looks like https:\/\/linen-and-co\.example/)).toBeVisible();
  expect(address).toBeInvalid();
  expect(screen.getByText("The address is not right yet.")).toBeVisible();
  await userEvent.type(screen.getByRole("textbox", { name: "Consumer key" }), "ck_1");
  await userEvent.type(screen.getByLabelText("Consumer secret"), "cs_2{Enter}");
  expect(window.asked.some(({ name }) => name === "stores.try")).toBe(false);
  await userEvent.clear(address);
  await userEvent.type(address, "linen.example");
  expect(address).toBeValid();
  expect(go).toBeEnabled();
  await userEvent.clear(screen.getByLabelText("Consumer secret"));
  expect(screen.getByText("Both parts of the key are needed.")).toBeVisible();
});

test("a test that fails says at which step, what was fine before, and what to do; nothing is added", async () => {
  const error = { code: "store_plain_permalinks", params: { address: "linen.example" } };
  const window = open({ at: "/stores/add", answers: { ...practice, "stores.try": tried("shop", error) } });
  await fillIn();
  expect(await screen.findByText("The shop answers over a safe connection")).toBeVisible();
  expect(screen.getByText("What answers is no WooCommerce shop")).toBeVisible();
  expect(screen.getByText("Does the key fit?")).toBeVisible();
  expect(screen.getByRole("alert")).toHaveTextContent("In WordPress choose any other kind under Settings, Permalinks.");
  expect(window.asked.some(({ name }) => name === "stores.add")).toBe(false);
});

test("a certificate of the shop's own is in nobody's way until the test asks for it", async () => {
  const error = { code: "store_certificate_untrusted", params: { host: "linen.example" } };
  open({ at: "/stores/add", answers: { ...practice, "stores.try": tried("reach", error) } });
  const fold = await screen.findByRole("button", { name: "My shop uses a certificate of its own" });
  expect(fold).toHaveAttribute("aria-expanded", "false");
  await fillIn();
  expect(await screen.findByRole("button", { name: "Choose the certificate file" })).toBeInTheDocument();
  expect(fold).toHaveAttribute("aria-expanded", "true");
});

test("a shop on this computer needs no encryption, and that is all that is said of it", async () => {
  const local = { ...tried(null), url: "http://localhost:8080/" };
  open({ at: "/stores/add", answers: { ...practice, "stores.try": local, "stores.add": linen } });
  await fillIn();
  expect(await screen.findByText("The shop answers. It is on this computer, so no encryption is needed")).toBeVisible();
  expect(screen.queryByText("The shop answers over a safe connection")).toBeNull();
});

test("a key that may only read is added, and said to be one", async () => {
  const error = { code: "store_key_cannot_write", params: {} };
  open({ at: "/stores/add", answers: { ...practice, "stores.try": tried("write", error), "stores.add": linen } });
  await fillIn();
  expect(await screen.findByText("It may only read: looking works, changing does not")).toBeVisible();
  expect(await screen.findByText("Linen & Co is added.")).toBeVisible();
});

test("a key that may only read is replaced where it was typed, and the store is ready then", async () => {
  const error = { code: "store_key_cannot_write", params: {} };
  const window = open({
    at: "/stores/add",
    answers: {
      ...practice,
      "stores.try": ({ key }: { key: string }) => (key === "ck_1" ? tried("write", error) : tried(null)),
      "stores.add": linen,
      "stores.change": linen,
    },
  });
  await fillIn();
  expect(await screen.findByText("Linen & Co is added.")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Import into Linen & Co" })).toBeNull();
  const key = screen.getByRole("textbox", { name: "Consumer key" });
  await userEvent.clear(key);
  await userEvent.type(key, "ck_9");
  await userEvent.type(screen.getByLabelText("Consumer secret"), "cs_9");
  await userEvent.click(screen.getByRole("button", { name: "Test and save the key" }));
  expect(await screen.findByRole("button", { name: "Import into Linen & Co" })).toBeVisible();
  expect(window.asked).toContainEqual({
    name: "stores.change",
    request: expect.objectContaining({ name: "Linen & Co", key: "ck_9", secret: "cs_9" }),
  });
});

test("where the keychain cannot be used, the key goes into a file with one press", async () => {
  const add = ({ keep_secret_in: place }: { keep_secret_in: string }) => {
    if (place === "keychain") {
      throw { code: "keychain_unusable", params: { kind: "no_service" }, hint: "keep_secret_in_file" };
    }
    return linen;
  };
  const window = open({ at: "/stores/add", answers: { ...practice, "stores.try": tried(null), "stores.add": add } });
  await fillIn();
  await userEvent.click(await screen.findByRole("button", { name: "Keep it in a file instead" }));
  expect(await screen.findByText("Linen & Co is added.")).toBeVisible();
  expect(screen.getByRole("link", { name: "All stores" })).toBeVisible();
  expect(window.asked.findLast(({ name }) => name === "stores.add")?.request).toMatchObject({
    secret: "cs_2",
    keep_secret_in: "file",
  });
});

test("removing a store is asked, and both ways are named", async () => {
  const window = open({ at: "/stores", answers: { ...practice, "stores.list": [linen], "stores.remove": linen } });
  await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByRole("button", { name: "Keep it" })).toBeInTheDocument();
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove Linen & Co" }));
  expect(window.asked).toContainEqual({ name: "stores.remove", request: { name: "Linen & Co" } });
});

test("a store gets another name and a limit of its own", async () => {
  const window = open({ at: "/stores", answers: { ...practice, "stores.list": [linen], "stores.change": linen } });
  await userEvent.click(await screen.findByRole("button", { name: "Change" }));
  const dialog = await screen.findByRole("dialog");
  const name = within(dialog).getByRole("textbox", { name: "What you call it" });
  await userEvent.clear(name);
  await userEvent.type(name, "Linen");
  await userEvent.click(within(dialog).getByRole("radio", { name: "A limit of its own" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(window.asked.find(({ name }) => name === "stores.change")?.request).toEqual({
    name: "Linen & Co",
    new_name: "Linen",
    speed: { per_second: 5 },
  });
});

test("another key is tried as soon as it is kept, and what the last one was not allowed is no more said", async () => {
  const closed = { ...linen, facts: { ...linen.facts, access: { read: true, write: false } } };
  const window = open({
    at: "/stores",
    answers: {
      ...practice,
      "stores.list": [closed],
      "stores.try": tried(null),
      "stores.change": linen,
      "stores.test": linen,
    },
  });
  expect(await screen.findByText("May only read")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Change" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("radio", { name: "Another one" }));
  await userEvent.type(await within(dialog).findByRole("textbox", { name: "Consumer key" }), "ck_3");
  await userEvent.type(within(dialog).getByLabelText("Consumer secret"), "cs_4");
  window.answers["stores.list"] = [linen];
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await screen.findByText("The shop answers")).toBeVisible();
  expect(window.asked).toContainEqual({ name: "stores.test", request: { name: "Linen & Co" } });
  window.tell({ event: "stores_changed" });
  await waitForElementToBeRemoved(screen.queryByText("May only read"));
});

test("the practice store has its bad days", async () => {
  const running = { is_running: true, url: "http://127.0.0.1:1", store: "Practice", bad_day: "off" };
  const window = open({ at: "/stores", answers: { "practice.show": running, "practice.bad_day": running } });
  await userEvent.click(await screen.findByRole("radio", { name: "Lost answers" }));
  expect(window.asked).toContainEqual({ name: "practice.bad_day", request: { bad_day: "lost_answers" } });
});

test("a store that is asked in the clear, or with the key in the address, says so", async () => {
  const stores = [
    { ...linen, name: "clear", is_readable_by_others: true },
    { ...linen, name: "dropped", key_shown: "query" },
  ];
  open({ at: "/stores", answers: { ...practice, "stores.list": stores } });
  expect(
    await screen.findByText("Its address is http: everything but the secret can be read on the way"),
  ).toBeVisible();
  expect(screen.getByText("The host drops the key’s header, so the key is sent in the address")).toBeVisible();
});

test("whatever a shop has is saved as a file, kind by kind", async () => {
  const written = { file: "/files/orders.csv", kind: "order", records: 12 };
  const window = open({
    at: "/stores",
    answers: { ...practice, "stores.list": [linen], "exports.records": written },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Save as a file" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("combobox", { name: "What is to be saved" }));
  const kinds = await screen.findAllByRole("option", { hidden: true });
  expect(kinds, "all kinds of record, variations with their products").toHaveLength(15);
  await userEvent.click(await screen.findByRole("option", { name: "Orders", hidden: true }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Choose where to save" }));
  expect(await within(dialog).findByText("12 rows are in the file.")).toBeVisible();
  const asked = window.asked.find(({ name }) => name === "exports.records")?.request;
  expect(asked).toMatchObject({ store: "Linen & Co", kind: "order" });
});

test("closing the practice store is asked where a folder imports into it, and it says afterwards that it is closed", async () => {
  const running = { is_running: true, url: "http://127.0.0.1:1", store: "Practice", bad_day: "off" };
  const closed = { ...running, is_running: false, url: null };
  const window = open({
    at: "/stores",
    answers: {
      "practice.show": running,
      "practice.stop": closed,
      "watched.list": [
        watched({ store: "Practice" }),
        watched({ watched: 2, folder: "/others" }),
        watched({ watched: 3, store: "Practice", folder: "/paused", stands: "paused" }),
      ],
    },
  });
  await waitFor(() => expect(window.asked.map(({ name }) => name)).toContain("watched.list"));
  await userEvent.click(await screen.findByRole("button", { name: "Close it" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog).toHaveTextContent("Files from /lists are imported into it by themselves.");
  expect(window.asked.map(({ name }) => name)).not.toContain("practice.stop");
  await userEvent.click(within(dialog).getByRole("button", { name: "Close it" }));
  expect(window.asked).toContainEqual({ name: "practice.stop", request: {} });
  window.answers["practice.show"] = closed;
  act(() => window.tell({ event: "practice_changed" }));
  expect(await screen.findByText("Closed here. Its products are kept.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Open the practice store" })).toBeVisible();
});

test("where no folder imports into it, the practice store is closed at once", async () => {
  const running = { is_running: true, url: "http://127.0.0.1:1", store: "Practice", bad_day: "off" };
  const window = open({
    at: "/stores",
    answers: { "practice.show": running, "practice.stop": running, "watched.list": [watched()] },
  });
  await waitFor(() => expect(window.asked.map(({ name }) => name)).toContain("watched.list"));
  await userEvent.click(await screen.findByRole("button", { name: "Close it" }));
  expect(window.asked).toContainEqual({ name: "practice.stop", request: {} });
});

test("a WordPress user is tried and kept before anything else, and a refusal is told in the dialog", async () => {
  const window = open({
    at: "/stores",
    answers: {
      ...practice,
      "stores.list": [linen],
      "stores.sign_in": refuse("wordpress_password_wrong", { user: "anna" }),
      "stores.change": linen,
    },
  });
  await userEvent.click(await screen.findByRole("button", { name: "Change" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("radio", { name: "A WordPress user uploads them" }));
  const save = within(dialog).getByRole("button", { name: "Save" });
  await userEvent.type(await within(dialog).findByRole("textbox", { name: "WordPress user" }), "anna");
  expect(save).toBeDisabled();
  await userEvent.type(within(dialog).getByLabelText("Application password"), "abcd EFGH");
  await userEvent.click(save);
  expect(await within(dialog).findByText(/WordPress does not take this application password of “anna”/)).toBeVisible();
  expect(window.asked.some(({ name }) => name === "stores.change")).toBe(false);
  window.answers["stores.sign_in"] = { ...linen, wordpress_user: "anna" };
  await userEvent.click(save);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(window.asked).toContainEqual({
    name: "stores.sign_in",
    request: { name: "Linen & Co", user: "anna", password: "abcd EFGH" },
  });
});
