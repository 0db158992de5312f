// Cells that are written over, one by one or all alike, with undo and redo. All of it is kept by the program.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { DraftEdited } from "../../../bindings/DraftEdited";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RowsPage } from "../../../bindings/RowsPage";
import { asApiError, keepAnswer, useDo, useLongDo } from "../../../lib/asking";
import { type ApiError, usePlatform } from "../../../platform/platform";

/** So many rows are asked for at a time. */
const PAGE = 500;

export function useEdits(draft: DraftShown) {
  const queries = useQueryClient();
  const [version, setVersion] = useState(0);
  const edit = useDo("drafts.edit");
  const undo = useDo("drafts.undo_edit");
  const redo = useDo("drafts.redo_edit");
  const fix = useLongDo("drafts.fix");
  const platform = usePlatform();
  const writing = useMutation<DraftEdited, ApiError, { code: string; column: number; text: string }>({
    mutationFn: async ({ code, column, text }) => {
      const rows: number[] = [];
      for (let total = 1; rows.length < total; ) {
        const filter = { issue_code: code, issue_column: column, text: "" };
        const wanted = { draft: draft.draft, from: rows.length, count: PAGE, filter };
        const page = (await platform.ask("drafts.rows", wanted)) as RowsPage;
        rows.push(...page.rows.map(({ row }) => row));
        total = page.rows.length === 0 ? 0 : page.total;
      }
      const cells = rows.map((row) => ({ row, column, text }));
      return platform.ask("drafts.edit", { draft: draft.draft, cells }).catch((thrown) => {
        throw asApiError(thrown);
      }) as Promise<DraftEdited>;
    },
  });

  const settled = useCallback(
    ({ can_undo, can_redo }: DraftEdited) => {
      const request = { draft: draft.draft };
      void keepAnswer(queries, "drafts.show", request, (shown) =>
        shown ? { ...shown, edits: { ...shown.edits, can_undo, can_redo } } : shown,
      );
      void queries.invalidateQueries({ queryKey: ["drafts.checked", { draft: draft.draft }] });
      void queries.invalidateQueries({ queryKey: ["drafts.cell"] });
      setVersion((present) => present + 1);
    },
    [queries, draft.draft],
  );
  const after = { onSuccess: settled };
  return {
    edit: (row: number, column: number, text: string) =>
      edit.mutate({ draft: draft.draft, cells: [{ row, column, text }] }, after),
    /** The same with what comes of it: a text that was not taken is still there to be written. */
    write: ({ row, column }: { row: number; column: number }, text: string | null) =>
      edit.mutateAsync({ draft: draft.draft, cells: [{ row, column, text }] }).then(settled),
    undo: () => {
      if (draft.edits.can_undo) {
        undo.mutate({ draft: draft.draft }, after);
      }
    },
    redo: () => {
      if (draft.edits.can_redo) {
        redo.mutate({ draft: draft.draft }, after);
      }
    },
    fix: (code: string, column: number | null) => fix.mutate({ draft: draft.draft, code, column }, after),
    /** One text in the cells of all rows that have an issue in a column; one step back takes all of it away. */
    writeAll: (code: string, column: number, text: string) => writing.mutate({ code, column, text }, after),
    isFixing: fix.isPending || writing.isPending,
    error: edit.error ?? writing.error ?? undo.error ?? redo.error ?? fix.error,
    version,
  };
}
