// What a store is called on screen.

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "./languages";

/**
 * Says the name of a store. The practice store that was opened in one language has its name in the present one; whoever
 * called it otherwise finds that name. In requests a store keeps the name that it has.
 */
export function useStoreName(): (name: string) => string {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const given = new Set(
      Object.keys(LANGUAGES).map((code) => i18n.getResource(code, "translation", "stores.practice.name") as string),
    );
    return (name) => (given.has(name) ? t("stores.practice.name") : name);
  }, [t, i18n]);
}
