// The language and the look: kept by the program, taken up by the window without a restart.

import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type Request, useAsk, useDo } from "../lib/asking";
import { isLanguage, systemsLanguage } from "../lib/languages";

const SCHEMES: Record<string, MantineColorScheme> = { light: "light", dark: "dark", system: "auto" };

/** Takes up what the user prefers, now and whenever that changes. */
export function usePreferences(): void {
  const { data: settings } = useAsk("settings.show", {});
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const language = settings?.language;
  const appearance = settings?.appearance;
  useEffect(() => {
    if (appearance) {
      setColorScheme(SCHEMES[appearance] ?? "auto");
    }
  }, [appearance, setColorScheme]);
  useEffect(() => {
    if (language !== undefined) {
      void i18n.changeLanguage(language && isLanguage(language) ? language : systemsLanguage());
    }
  }, [language, i18n]);
  useEffect(() => {
    const speak = () => {
      document.documentElement.lang = i18n.language;
    };
    speak();
    i18n.on("languageChanged", speak);
    return () => i18n.off("languageChanged", speak);
  }, [i18n]);
}

/** Changes what the user prefers. */
export function usePrefer(): (change: { language?: string; appearance?: "light" | "dark" | "auto" }) => void {
  const { mutate } = useDo("settings.change");
  return ({ language, appearance }) => {
    const change: Request<"settings.change"> = {};
    if (language) {
      change.language = language;
    }
    if (appearance) {
      change.appearance = appearance === "auto" ? "system" : appearance;
    }
    mutate(change);
  };
}
