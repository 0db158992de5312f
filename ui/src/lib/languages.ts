// The languages that the window speaks.

/** The languages, by their codes; each is called as those who speak it do. */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français", es: "Español", pl: "Polski" } as const;
export type Language = keyof typeof LANGUAGES;

export function isLanguage(code: string): code is Language {
  return code in LANGUAGES;
}

/** The first of the system's languages that we speak, else English. */
export function systemsLanguage(wanted: readonly string[] = navigator.languages ?? []): Language {
  for (const one of wanted) {
    const code = one.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(code)) {
      return code;
    }
  }
  return "en";
}
