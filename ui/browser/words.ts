// The catalogues, for tests that press what is written on a button, in whatever language.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { IntlMessageFormat } from "intl-messageformat";

export const LANGUAGES = ["en", "de", "fr", "es", "pl"] as const;
export type Language = (typeof LANGUAGES)[number];

type Shelf = { [name: string]: string | Shelf };

const folder = fileURLToPath(new URL("../src/locales/", import.meta.url));

function shelves(language: Language): Shelf {
  const files = readdirSync(folder + language);
  return Object.fromEntries(
    files.map((file) => [file.replace(".json", ""), JSON.parse(readFileSync(`${folder}${language}/${file}`, "utf8"))]),
  );
}

const all = new Map<Language, Shelf>();

/** What the interface says for a key such as `stores.add`. */
export type Say = (key: string, params?: Record<string, string | number>) => string;

export function saying(language: Language): Say {
  const known = all.get(language) ?? shelves(language);
  all.set(language, known);
  return (key, params) => {
    let found: string | Shelf | undefined = known;
    for (const part of key.split(".")) {
      found = typeof found === "object" ? found[part] : undefined;
    }
    if (typeof found !== "string") {
      throw new Error(`${language} has no ${key}`);
    }
    return String(new IntlMessageFormat(found, language).format(params ?? {}));
  };
}
