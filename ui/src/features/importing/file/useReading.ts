// How a file is read, otherwise than it was recognised.

import { useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { ReadSettings } from "../../../bindings/ReadSettings";
import type { RowsRead } from "../../../bindings/RowsRead";
import { useDo } from "../../../lib/asking";

const WORKBOOKS: readonly string[] = ["xlsx", "xlsb", "xls", "ods", "spreadsheet_ml", "html"];

/** Whether what is chosen from are sheets: the parts of other files are none. */
export function isWorkbook(format: RowsRead["format"]): boolean {
  return WORKBOOKS.includes(format.format.value) && !format.packed;
}

/** Whether there are several sheets, of which one is chosen where all see it. */
export function hasSheets(format: RowsRead["format"]): boolean {
  return isWorkbook(format) && format.sheets.length > 1;
}

/** Has a file read with other settings, whose rows and columns then take the place of the present ones. */
export function useReading(draft: DraftShown) {
  const queries = useQueryClient();
  const read = useDo("drafts.read_settings");
  const change = (reading: Partial<ReadSettings>) =>
    read.mutate(
      { draft: draft.draft, reading: { ...draft.reading, ...reading } },
      {
        onSuccess: (shown) => {
          queries.setQueryData(["drafts.show", { draft: draft.draft }], shown);
          void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === "drafts.columns" });
        },
      },
    );
  return { read, change };
}

/** Sheets, or parts of a file, to be chosen from. What a file of lists within lists is by itself has no name. */
export function sheetsOf(t: TFunction, names: readonly string[]): { value: string; label: string }[] {
  return names.map((name) => ({ value: name, label: name || t("importing.read.whole") }));
}
