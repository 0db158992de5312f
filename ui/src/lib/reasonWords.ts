// Sentences for a file that the program writes: it fills in the parameters itself.

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useManner } from "./format";

/** Stands for a count whose size the program knows: no sentence has it otherwise. */
const COUNT = 7_654_321;

/** For each code of a reason its sentence, with {name} where a parameter goes. */
export function useReasonWords(): Record<string, string> {
  const { t, i18n } = useTranslation();
  const manner = useManner();
  return useMemo(() => {
    const words: Record<string, string> = {};
    const say = (shelf: string, code: string, sentence: string) => {
      const counts = new Set([...sentence.matchAll(/\{\s*(\w+)\s*,/g)].map(([, name]) => name ?? ""));
      const names = [...sentence.matchAll(/\{\s*(\w+)/g)].map(([, name]) => name ?? "");
      const kept = names.map((name) => [name, counts.has(name) ? COUNT : `{${name}}`]);
      const said = String(t(`${shelf}.${code}` as never, Object.fromEntries(kept) as never));
      return said.replaceAll(manner.number(COUNT), `{${[...counts][0] ?? ""}}`);
    };
    for (const shelf of ["skips", "issues"]) {
      const sentences: Record<string, unknown> = i18n.getResource(i18n.language, "translation", shelf) ?? {};
      for (const [code, sentence] of Object.entries(sentences)) {
        if (typeof sentence === "string") {
          words[code] = say(shelf, code, sentence);
        }
      }
    }
    return { ...words, store_refused: t("everywhere.shop_says", { message: "{message}" }) };
  }, [t, i18n, i18n.language, manner]);
}
