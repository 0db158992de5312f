import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { words } from "../app/words";
import type { Action } from "../bindings/Action";
import type { Entity } from "../bindings/Entity";
import { report } from "../testing/fixtures";
import { counted, didText, doText, undoneText } from "./counted";
import { durationText, leftText, mannerOf } from "./format";

async function speaking(language: "en" | "de" | "fr" | "es" | "pl") {
  const everywhere = (await import(`../locales/${language}/everywhere.json`)).default;
  return { t: words(language, { [language]: { everywhere } }).t, manner: mannerOf(language) };
}

const kind = (action: Action, entity: Entity, count: number) => ({ action, entity, count });
const none = { create: 0, update: 0, delete: 0 };
const both = [kind("create", "product", 8), kind("create", "variation", 8), kind("create", "category", 3)];

test("products and variations are told apart, in every language with its own plurals", async () => {
  const told: string[] = [];
  for (const language of ["en", "de", "fr", "es", "pl"] as const) {
    const { t, manner } = await speaking(language);
    told.push(doText(t, manner, { ...none, create: 16 }, both));
  }
  expect(told).toEqual([
    "Add 8 products and 8 variations",
    "8 Produkte und 8 Varianten anlegen",
    "Ajouter 8 produits et 8 variations",
    "Añadir 8 productos y 8 variaciones",
    "Dodaj 8 produktów i 8 wariantów",
  ]);
  const { t, manner } = await speaking("pl");
  expect(doText(t, manner, { ...none, update: 2 }, [kind("update", "product", 2)])).toBe("Zmień 2 produkty");
});

test("what is new is not called changed, and each deed has its own number", async () => {
  const { t, manner } = await speaking("en");
  expect(doText(t, manner, { ...none, create: 14, update: 3 }, [])).toBe("Add 14, change 3");
  expect(didText(t, manner, { ...none, create: 14, update: 3, delete: 1 }, [])).toBe("14 added, 3 changed, 1 removed");
  expect(didText(t, manner, { ...none, create: 14 }, [kind("create", "product", 14)])).toBe("14 products added");
  const trash = [kind("trash", "product", 1), kind("delete", "variation", 1)];
  expect(didText(t, manner, { ...none, delete: 2 }, trash)).toBe("1 product and 1 variation removed");
});

test("while it is not known how many of which there are, nothing is made up", async () => {
  const { t, manner } = await speaking("en");
  expect(counted(t, manner, 16, undefined)).toBe("16 products and variations");
  expect(counted(t, manner, 17, both), "the count is older than the kinds").toBe("17 products and variations");
});

test("less than a second is told in one way only", async () => {
  const { t, manner } = await speaking("en");
  expect(durationText(t, manner, 0.3)).toBe("less than a second");
  expect(durationText(t, manner, 1)).toBe("1 sec");
  const folder = "src/";
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const callers = files.filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !file.includes(".test.") &&
      readFileSync(folder + file, "utf8").includes("manner.duration("),
  );
  expect(callers).toEqual(["lib/format.ts"]);
});

test("what was taken back in part is told with its number", async () => {
  const { t, manner } = await speaking("en");
  const told = (records: number) => undoneText(t, manner, report({ undone: { by: 15, records } }));
  expect([told(316), told(2)]).toEqual(["Taken back by no. 15", "2 taken back by no. 15"]);
  expect(undoneText(t, manner, report())).toBeNull();
});

test("the time that is left is told in right words, however little it is", async () => {
  const told: string[] = [];
  for (const language of ["en", "de", "fr", "es", "pl"] as const) {
    const { t, manner } = await speaking(language);
    told.push(leftText(t, manner, 0.4));
  }
  expect(told).toEqual([
    "less than a second left",
    "weniger als eine Sekunde übrig",
    "encore moins d’une seconde",
    "queda menos de un segundo",
    "została mniej niż sekunda",
  ]);
});
