import type { TFunction } from "i18next";
import type { DraftShown } from "../../bindings/DraftShown";

/** What a draft's source is called; what was pasted has no name of its own. */
export function fileName(t: TFunction, { file }: DraftShown): string {
  return file.name || t("importing.pasted_table");
}
