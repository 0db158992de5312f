// The language and the look: kept by the program, taken up by the window without a restart.

import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Theme } from "../bindings/Theme";
import { useAsk, useDo } from "../lib/asking";
import { isLanguage, systemsLanguage } from "../lib/languages";
import { templates } from "../lib/templates";

const SCHEMES: Record<Theme, MantineColorScheme> = { light: "light", dark: "dark", system: "auto" };
/** The shelves from which the program speaks while no window is asked: beside files of a watched folder. */
const SHELVES = ["errors", "issues", "skips"] as const;
/** The shelves with the words for what stands in such sentences as a code, and how the program calls them. */
const WORDS = { words: "word_", fields: "field_" } as const;

/** Takes up what the user prefers, now and whenever that changes. */
export function usePreferences(): void {
  const { data: settings } = useAsk("settings.show", {});
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const { mutate } = useDo("settings.set");
  const language = settings?.language;
  const theme = settings?.theme;
  useEffect(() => {
    if (theme) {
      setColorScheme(SCHEMES[theme]);
    }
  }, [theme, setColorScheme]);
  useEffect(() => {
    if (language === undefined) {
      return;
    }
    const spoken = language && isLanguage(language) ? language : systemsLanguage();
    void i18n.changeLanguage(spoken).then(() => {
      const shelves = i18n.getResourceBundle(spoken, "translation") as Record<string, Record<string, string>>;
      const sentences = SHELVES.map((shelf) => templates(shelves[shelf] ?? {}));
      const within = Object.entries(WORDS).map(([shelf, called]) =>
        Object.fromEntries(Object.entries(shelves[shelf] ?? {}).map(([code, word]) => [called + code, word])),
      );
      mutate({ words: Object.assign({}, ...sentences, ...within) });
    });
  }, [language, i18n, mutate]);
  useEffect(() => {
    const speak = () => {
      document.documentElement.lang = i18n.language;
    };
    speak();
    i18n.on("languageChanged", speak);
    return () => i18n.off("languageChanged", speak);
  }, [i18n]);
}
