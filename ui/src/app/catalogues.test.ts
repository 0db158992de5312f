import { IntlMessageFormat } from "intl-messageformat";
import { expect, test } from "vitest";
import { LANGUAGES } from "../lib/languages";
import same from "../locales/same.json";
import { catalogues } from "./words";

type Sentences = Map<string, string>;

/** Every sentence of a language by its key. */
function sentences(tree: unknown, key = ""): Sentences {
  if (typeof tree === "string") {
    return new Map([[key, tree]]);
  }
  const entries = Object.entries(tree as Record<string, unknown>);
  return new Map(entries.flatMap(([name, below]) => [...sentences(below, key ? `${key}.${name}` : name)]));
}

const all = catalogues();
const english = sentences(all.en);
const others = Object.keys(LANGUAGES).filter((code) => code !== "en");

/** What ICU makes of a sentence. A sentence that it cannot read fails here. */
function elements(sentence: string, code: string) {
  return new IntlMessageFormat(sentence, code, undefined, { ignoreTag: true }).getAst();
}

type Element = ReturnType<typeof elements>[number];

function within(element: Element): Element[] {
  const below = "options" in element ? Object.values(element.options).flatMap(({ value }) => value as Element[]) : [];
  return [element, ...below.flatMap(within)];
}

const LITERAL = 0;
const PLURAL = 6;
const POUND = 7;

/** The parameters that a sentence uses. */
function parameters(sentence: string, code: string): string[] {
  const named = elements(sentence, code)
    .flatMap(within)
    .filter(({ type }) => type !== LITERAL && type !== POUND);
  return [...new Set(named.map((element) => ("value" in element ? String(element.value) : "")))].sort();
}

test.each(others)("%s says everything that English says, and nothing else", (code) => {
  expect([...sentences(all[code]).keys()].sort()).toEqual([...english.keys()].sort());
});

test.each(others)("%s uses the same parameters", (code) => {
  for (const [key, sentence] of sentences(all[code])) {
    expect(parameters(sentence, code), `${code} ${key}`).toEqual(parameters(english.get(key) ?? "", "en"));
  }
});

test.each(others)("what %s says as English does is meant so", (code) => {
  const alike = [...sentences(all[code])]
    .filter(([key, sentence]) => sentence === english.get(key))
    .map(([key]) => key);
  expect(alike.sort()).toEqual([...((same as Record<string, string[]>)[code] ?? [])].sort());
});

test.each(Object.keys(LANGUAGES))("%s has the forms of numbers that it needs", (code) => {
  const needed = new Set([1, 2, 5, 12, 22].map((count) => new Intl.PluralRules(code).select(count)));
  for (const [key, sentence] of sentences(all[code])) {
    for (const element of elements(sentence, code).flatMap(within)) {
      if (element.type === PLURAL && "options" in element) {
        const forms = Object.keys(element.options);
        // "many" may fall to "other", which says the same; "few" does not.
        const missing = [...needed].filter((form) => !forms.includes(form) && form !== "many");
        expect(missing, `${code} ${key}`).toEqual([]);
      }
    }
  }
});

/** How a name is quoted, by language. English declines nothing. */
const QUOTED: Record<string, string> = {
  de: "„{store}“",
  fr: "«\u00a0{store}\u00a0»",
  es: "«{store}»",
  pl: "„{store}”",
};

test.each(others)("%s declines no name of a shop: it stands in quotation marks", (code) => {
  for (const [key, sentence] of sentences(all[code])) {
    expect(sentence.replaceAll(QUOTED[code] ?? "", ""), key).not.toContain("{store}");
  }
});

test("French marks stay with what they belong to", () => {
  for (const [key, sentence] of sentences(all.fr)) {
    expect(sentence, key).not.toMatch(/« | »|\S [?!:;]/);
  }
});

/** Words and habits that the voice does not have, by language; the last are the trade's neighbours that nobody needs. */
const FORBIDDEN: Record<string, RegExp> = {
  en: /\b(please|oops|successfully|success|sorry|payload|endpoint|sync|upsert|rollback|schema|row id|submit|invalid|ok|hurry|just|simply)\b/i,
  de: /\b(bitte|hoppla|erfolgreich|leider|payload|endpunkt|synchronisier\w*|rollback|schema|ungültig\w*|ok)\b/i,
  fr: /(veuillez|s’il vous plaît|oups|avec succès|désolé|payload|synchronis|rollback|schéma|invalide|\bok\b)/i,
  es: /(por favor|¡|vaya|con éxito|correctamente|lo sentimos|payload|sincroniz|rollback|esquema|inválid|\bok\b)/i,
  pl: /(proszę|ups|pomyślnie|przykro|niestety|payload|synchroniz|rollback|schemat|nieprawidłow|\bok\b)/i,
};

test.each(Object.keys(LANGUAGES))("%s keeps to the voice", (code) => {
  for (const [key, sentence] of sentences(all[code])) {
    expect(sentence, `${code} ${key}`).not.toMatch(FORBIDDEN[code] ?? /$^/);
    expect(sentence, `${code} ${key} shouts`).not.toMatch(/[!¡]/);
    expect(sentence, `${code} ${key}: ICU takes straight apostrophes away`).not.toContain("'");
    expect(sentence.trim(), `${code} ${key} has outer blanks`).toBe(sentence);
    expect(sentence, `${code} ${key} is empty`).not.toBe("");
  }
});
