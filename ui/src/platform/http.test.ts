import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { browser, eventsIn, takeToken } from "./http";
import type { Dropped, Told } from "./platform";

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const asked: { path: string; given: RequestInit }[] = [];
let answers: Record<string, () => Response | Promise<Response>> = {};

beforeEach(() => {
  asked.length = 0;
  answers = { "/events": () => new Promise<Response>(() => {}) };
  vi.stubGlobal("fetch", (path: string, given: RequestInit) => {
    asked.push({ path, given });
    const answer = answers[path.split("?")[0] ?? ""];
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("refused"));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const listening = () => {
  answers["/events"] = () => new Response(new ReadableStream({ start: () => {} }));
};

it("keeps the token of the address and takes it out of it", () => {
  location.hash = "#token=abc-1_2";
  expect(takeToken()).toBe("abc-1_2");
  expect(location.hash).toBe("");
  location.hash = "#/history";
  expect(takeToken()).toBe("abc-1_2");
  expect(location.hash).toBe("#/history");
});

it("carries a command with the token and gives its answer back", async () => {
  listening();
  answers["/rpc"] = () => json([{ name: "shop" }]);
  expect(await browser("secret").ask("stores.list", {}, "call 1")).toEqual([{ name: "shop" }]);
  const given = asked.find(({ path }) => path === "/rpc")?.given;
  expect(given?.headers).toMatchObject({ authorization: "Bearer secret" });
  expect(JSON.parse(String(given?.body))).toEqual({ name: "stores.list", request: {}, call: "call 1" });
});

it("rejects with the program's own error, or says that the server is away", async () => {
  listening();
  answers["/rpc"] = () => json({ code: "run_not_found", params: { run: "7" } }, 422);
  await expect(browser("").ask("runs.show", { run: 7 })).rejects.toEqual({
    code: "run_not_found",
    params: { run: "7" },
  });
  answers["/rpc"] = () => Promise.reject(new TypeError("refused"));
  await expect(browser("").ask("runs.show", { run: 7 })).rejects.toMatchObject({ code: "server_away" });
});

it("puts events together that come in pieces", async () => {
  const pieces = [
    ': alive\n\ndata: {"event":"sto',
    'res_changed"}\n\ndata: {"event":"run_changed",\ndata: "run":3}\n\nda',
  ];
  const stream = new ReadableStream({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(new TextEncoder().encode(piece));
      }
      controller.close();
    },
  });
  const told: Told[] = [];
  for await (const event of eventsIn(stream)) {
    told.push(event);
  }
  expect(told).toEqual([{ event: "stores_changed" }, { event: "run_changed", run: 3 }]);
});

it("says that everything may have changed when the server was away", async () => {
  vi.useFakeTimers();
  const one = new TextEncoder().encode('data: {"event":"profiles_changed"}\n\n');
  answers["/events"] = () =>
    new Response(
      new ReadableStream({
        start(out) {
          out.enqueue(one);
          out.close();
        },
      }),
    );
  const told: string[] = [];
  const leave = browser("").listen(({ event }) => told.push(event));
  await vi.advanceTimersByTimeAsync(1500);
  leave();
  vi.useRealTimers();
  expect(told).toEqual(["profiles_changed", "everything_changed", "profiles_changed"]);
});

it("downloads what a command wrote, once that is done", async () => {
  listening();
  answers["/downloads"] = () => json({ download: "d1" });
  answers["/rpc"] = () => json({ rows: 2 });
  const clicked: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this.pathname);
  });
  const platform = browser("");
  const file = await platform.pickPlace("rejects.csv");
  expect(file).toBe("download:d1");
  await platform.ask("stores.list", {});
  expect(clicked).toEqual([]);
  await platform.ask("runs.rejects_write", { run: 1, file });
  expect(clicked).toEqual(["/downloads/d1"]);
});

it("hands over files that are dropped on the page", async () => {
  answers["/uploads"] = () => json({ upload: "u1" });
  const heard: Dropped[] = [];
  const leave = browser("").watchDrops((dropped) => heard.push(dropped));
  const drop = new Event("drop", { cancelable: true });
  const files = [new File(["SKU\n"], "Größen 1.csv")];
  Object.assign(drop, { dataTransfer: { types: ["Files"], files } });
  document.dispatchEvent(drop);
  await vi.waitFor(() => expect(heard).toHaveLength(2));
  leave();
  expect(drop.defaultPrevented).toBe(true);
  expect(heard).toEqual([{ over: false }, { sources: [{ upload: "u1", name: "Größen 1.csv" }] }]);
  expect(asked.at(-1)?.path).toBe("/uploads?name=Gr%C3%B6%C3%9Fen%201.csv");
});

it("asks to notify when a run begins, and notifies only a user who looks elsewhere", async () => {
  const shown: unknown[] = [];
  const requestPermission = vi.fn(async () => "granted");
  class Notified extends EventTarget {
    static permission = "default";
    static requestPermission = requestPermission;
    constructor(title: string, { body }: { body: string }) {
      super();
      shown.push([title, body]);
    }
  }
  vi.stubGlobal("Notification", Notified);
  listening();
  answers["/rpc"] = () => json({});
  const platform = browser("");
  await platform.ask("stores.list", {});
  expect(requestPermission).not.toHaveBeenCalled();
  await platform.ask("runs.begin", { run: 1 });
  expect(requestPermission).toHaveBeenCalledOnce();

  const focus = vi.spyOn(document, "hasFocus").mockReturnValue(false);
  await platform.notify?.("The run is done", "3 products");
  expect(shown).toEqual([]);
  Notified.permission = "granted";
  await platform.notify?.("The run is done", "3 products");
  focus.mockReturnValue(true);
  await platform.notify?.("The run is done", "4 products");
  expect(shown).toEqual([["The run is done", "3 products"]]);
});

it("knows that nobody gets in without the link", () => {
  expect(browser("").isShut).toBe(true);
  expect(browser("secret").isShut).toBe(false);
});
