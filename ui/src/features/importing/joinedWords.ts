// Whose words stand in the rows: the file's, or the program's?

import type { DraftColumn } from "../../bindings/DraftColumn";
import type { DraftShown } from "../../bindings/DraftShown";

/** The field whose words a column has, where rows were joined and their words are the program's own. */
export function wordsOf({ rows }: DraftShown, { field }: DraftColumn): string | undefined {
  return rows?.joined && !rows.joined.is_plain ? (field ?? undefined) : undefined;
}
