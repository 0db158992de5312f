// The catalogues, ready to speak. They are part of the program: nothing is fetched.

import i18next, { type i18n, type ResourceLanguage } from "i18next";
import ICU from "i18next-icu";
import { initReactI18next } from "react-i18next";
import { systemsLanguage } from "../lib/languages";
import accidents from "../locales/en/accidents.json";
import choices from "../locales/en/choices.json";
import errors from "../locales/en/errors.json";
import everywhere from "../locales/en/everywhere.json";
import expressions from "../locales/en/expressions.json";
import fields from "../locales/en/fields.json";
import found from "../locales/en/found.json";
import hints from "../locales/en/hints.json";
import history from "../locales/en/history.json";
import importing from "../locales/en/importing.json";
import issues from "../locales/en/issues.json";
import issues_kind from "../locales/en/issues_kind.json";
import meanings from "../locales/en/meanings.json";
import notices from "../locales/en/notices.json";
import palette from "../locales/en/palette.json";
import profiles from "../locales/en/profiles.json";
import reasons from "../locales/en/reasons.json";
import repairs from "../locales/en/repairs.json";
import settings from "../locales/en/settings.json";
import shell from "../locales/en/shell.json";
import skips from "../locales/en/skips.json";
import stores from "../locales/en/stores.json";
import watching from "../locales/en/watching.json";
import said from "../locales/en/words.json";

const en = {
  accidents,
  choices,
  errors,
  everywhere,
  expressions,
  fields,
  found,
  hints,
  history,
  importing,
  issues,
  issues_kind,
  meanings,
  notices,
  palette,
  profiles,
  reasons,
  repairs,
  settings,
  shell,
  skips,
  stores,
  watching,
  words: said,
};

declare module "i18next" {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

const files = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", { eager: true, import: "default" });

/** All catalogues: language, shelf, sentences. */
export function catalogues(): Record<string, Record<string, Record<string, unknown>>> {
  const all: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, sentences] of Object.entries(files)) {
    const [language = "", shelf = ""] = path.replace("../locales/", "").replace(".json", "").split("/");
    all[language] = { ...all[language], [shelf]: sentences };
  }
  return all;
}

/** Speaks the language asked for, else the system's. */
export function words(language: string = systemsLanguage(), spoken: Record<string, object> = catalogues()): i18n {
  const speaking = i18next.createInstance();
  const resources = Object.fromEntries(
    Object.entries(spoken).map(([code, shelves]) => [code, { translation: shelves as ResourceLanguage }]),
  );
  void speaking
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: "en",
      resources,
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      initAsync: false,
    });
  return speaking;
}
