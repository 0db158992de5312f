// What does a word of the shop's own mean?

import type { TFunction } from "i18next";

/** A word that a field may hold, in the user's language; one that nobody knows as it is. */
export function choiceText(t: TFunction, field: string, text: string): string {
  return /^[a-z_-]+$/.test(text) ? String(t(`choices.${field}.${text}` as never, { defaultValue: text })) : text;
}
