// The interface in a browser: the local server carries what the window would.
import { asError, type Dropped, type Platform, type Source, type Told } from "./platform";

const TOKEN = "longshore-token";
/** Between two tries to reach a server that is away, in milliseconds. */
const PAUSE = 1000;

/** What a file may be called to be taken for a table. */
const TABLES = ".csv,.tsv,.txt,.tab,.xlsx,.xlsm,.xls,.xlsb,.ods,.xml,.json,.gz,.zip";
const FILES = { certificate: ".pem,.crt,.cer", profile: ".json,.longshore" } as const;

/** The address brings the token once, behind the #; from then on the tab keeps it. */
export function takeToken(place: Location = location, memory: Storage = sessionStorage): string {
  const brought = /^#token=([\w-]+)$/.exec(place.hash)?.[1];
  if (brought) {
    memory.setItem(TOKEN, brought);
    history.replaceState(null, "", place.pathname);
  }
  return brought ?? memory.getItem(TOKEN) ?? "";
}

/** The data of the server-sent events in a stream of text, as they become whole. */
export async function* eventsIn(stream: ReadableStream<Uint8Array>): AsyncGenerator<Told> {
  const reader = stream.getReader();
  const letters = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    text += letters.decode(value, { stream: true });
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const event of whole) {
      const data = event.split("\n").filter((line) => line.startsWith("data:"));
      if (data.length > 0) {
        yield JSON.parse(data.map((line) => line.slice(5)).join("\n"));
      }
    }
  }
}

export function browser(token: string): Platform {
  const hearers = new Set<(told: Told) => void>();
  const written = new Set<string>();
  let channel: Promise<void> | null = null;

  const tell = (told: Told) => {
    for (const hear of hearers) {
      hear(told);
    }
  };

  async function send(path: string, given: RequestInit = {}): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, { ...given, headers: { ...given.headers, authorization: `Bearer ${token}` } });
    } catch (thrown) {
      throw { code: "server_away", params: {}, detail: String(thrown) };
    }
    if (!response.ok) {
      throw asError(await response.json().catch(() => `${response.status} ${response.statusText}`));
    }
    return response;
  }

  const post = (path: string, body: unknown) =>
    send(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  /** Listens for ever; resolves when it was tried once. What is missed while the server is away may be anything. */
  function open(): Promise<void> {
    channel ??= new Promise((tried) => {
      void (async () => {
        for (let isFirst = true; ; isFirst = false) {
          try {
            const { body } = await send("/events");
            if (!isFirst) {
              tell({ event: "everything_changed" });
            }
            tried();
            for await (const told of body ? eventsIn(body) : []) {
              tell(told);
            }
          } catch {
            tried();
          }
          await new Promise((resume) => setTimeout(resume, PAUSE));
        }
      })();
    });
    return channel;
  }

  async function upload(file: File): Promise<string> {
    const path = `/uploads?name=${encodeURIComponent(file.name)}`;
    const { upload } = (await (await send(path, { method: "POST", body: file })).json()) as { upload: string };
    return upload;
  }

  const source = async (file: File): Promise<Source> => ({ upload: await upload(file), name: file.name });

  /** What was written where a place was made for it is downloaded now. */
  function download(request: unknown): void {
    for (const value of Object.values(request ?? {})) {
      if (typeof value === "string" && written.delete(value)) {
        const link = document.createElement("a");
        link.href = `/downloads/${value.slice("download:".length)}`;
        link.download = "";
        link.click();
      }
    }
  }

  return {
    // The program lets nobody in without it.
    isShut: token === "",

    async version() {
      const about = (await (await send("/about")).json()) as { version: string };
      return about.version;
    },

    async ask(name, request, call) {
      if (name === "runs.begin") {
        askToNotify();
      }
      await open();
      const answer: unknown = await (await post("/rpc", { name, request: request ?? {}, call: call ?? null })).json();
      download(request);
      return answer;
    },

    listen(hear) {
      hearers.add(hear);
      void open();
      return () => hearers.delete(hear);
    },

    async pickTable() {
      const file = await choose(TABLES);
      return file ? source(file) : null;
    },

    async pickFile(kind) {
      const file = await choose(FILES[kind]);
      return file ? { file: `upload:${await upload(file)}`, name: file.name } : null;
    },

    async pickPlace(name) {
      const { download } = (await (await post("/downloads", { name })).json()) as { download: string };
      const place = `download:${download}`;
      written.add(place);
      return place;
    },

    watchDrops: (hear) => watchDrops(hear, source),

    async open(address) {
      window.open(address, "_blank", "noopener,noreferrer");
    },

    async notify(title, body) {
      const isSeen = document.visibilityState === "visible" && document.hasFocus();
      if (!isSeen && "Notification" in window && Notification.permission === "granted") {
        new Notification(title, { body }).addEventListener("click", () => window.focus());
      }
    },
  };
}

/** Browsers let themselves be asked only while the user does something: what begins a run will end some time. */
function askToNotify(): void {
  if ("Notification" in window && Notification.permission === "default") {
    // Who refuses sees in the window how the run ended.
    Notification.requestPermission().catch(() => {});
  }
}

/** The browser's own dialog. */
function choose(accept: string): Promise<File | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  return new Promise((chosen) => {
    input.addEventListener("change", () => chosen(input.files?.[0] ?? null));
    input.addEventListener("cancel", () => chosen(null));
    input.click();
  });
}

function watchDrops(hear: (dropped: Dropped) => void, source: (file: File) => Promise<Source>): () => void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (hasFiles(event)) {
      // Without this the browser would show the file in place of the page.
      event.preventDefault();
      hear({ over: true });
    }
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) {
      hear({ over: false });
    }
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) {
      return;
    }
    event.preventDefault();
    hear({ over: false });
    const files = [...(event.dataTransfer?.files ?? [])];
    void Promise.all(files.map(source)).then(
      (sources) => hear({ sources }),
      () => {},
    );
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", leave);
  document.addEventListener("drop", drop);
  return () => {
    document.removeEventListener("dragover", over);
    document.removeEventListener("dragleave", leave);
    document.removeEventListener("drop", drop);
  };
}
