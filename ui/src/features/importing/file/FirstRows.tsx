import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RowsPage } from "../../../bindings/RowsPage";
import { RowsGrid, type TablePage } from "../../../components/grid/RowsGrid";
import { Problem } from "../../../components/Problem";
import { asApiError, useAsk } from "../../../lib/asking";
import { type ApiError, usePlatform } from "../../../platform/platform";
import { holdsAmounts } from "../amounts";
import { wordsOf } from "../joinedWords";

/** The rows as they were read, from the first on, while the rest is still coming. */
export function FirstRows({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const columns = useAsk("drafts.columns", { draft: draft.draft });
  const [error, setError] = useState<ApiError | null>(null);
  const count = draft.rows?.count ?? 0;
  const fetch = useCallback(
    async (from: number, wanted: number): Promise<TablePage> => {
      const page = (await platform.ask("drafts.rows", { draft: draft.draft, from, count: wanted })) as RowsPage;
      return { rows: page.rows, total: page.total, isComplete: page.is_complete };
    },
    [platform, draft.draft],
  );
  const show = useCallback((thrown: unknown) => setError(asApiError(thrown)), []);
  const problem = error ?? columns.error;
  if (problem) {
    return <Problem error={problem} />;
  }
  if (!columns.data) {
    return null;
  }
  return (
    <RowsGrid
      key={draft.draft}
      // Read in another way, they are other rows.
      name={`${draft.draft}/${JSON.stringify(draft.reading)}`}
      label={t("importing.file.first_rows")}
      columns={columns.data.columns.map((one) => ({
        name: one.name || t("importing.column_number", { number: one.column + 1 }),
        isAmount: holdsAmounts(one),
        isLabel: one.field === "name",
        wordsOf: wordsOf(draft, one),
      }))}
      fetch={fetch}
      version={draft.rows?.is_complete ? count : 0}
      onProblem={show}
    />
  );
}
