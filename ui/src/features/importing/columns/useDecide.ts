// Deciding what columns are for. The answer is the columns as they are then.

import { useQueryClient } from "@tanstack/react-query";
import type { ColumnDecision } from "../../../bindings/ColumnDecision";
import type { DraftShown } from "../../../bindings/DraftShown";
import { type Request, useDo } from "../../../lib/asking";

export function useDecide(draft: DraftShown) {
  const queries = useQueryClient();
  const map = useDo("drafts.map");
  const send = (request: Omit<Request<"drafts.map">, "draft">) =>
    map.mutate(
      { draft: draft.draft, ...request },
      {
        onSuccess: (columns) => {
          queries.setQueryData(["drafts.columns", { draft: draft.draft }], columns);
          void queries.invalidateQueries({ queryKey: ["drafts.show", { draft: draft.draft }] });
          void queries.invalidateQueries({ queryKey: ["drafts.checked", { draft: draft.draft }] });
        },
      },
    );
  return {
    decide: (columns: readonly (ColumnDecision & { column: number })[]) =>
      send({
        columns: columns.map(({ column, field, notation, steps, blank }) => ({
          column,
          field: field ?? null,
          ...(notation ? { notation } : {}),
          steps: steps ?? [],
          blank: blank ?? null,
        })),
      }),
    send,
    error: map.error,
    isDeciding: map.isPending,
  };
}
