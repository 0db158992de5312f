import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftRow } from "../../../bindings/DraftRow";
import type { DraftShown } from "../../../bindings/DraftShown";
import { RowsGrid, type TablePage } from "../../../components/grid/RowsGrid";
import type { TableRow } from "../../../components/grid/rows";
import { Problem } from "../../../components/Problem";
import { QuietLine } from "../../../components/QuietLine";
import { asApiError, useAsk } from "../../../lib/asking";
import { type Said, useSaid } from "../../../lib/said";
import { type ApiError, usePlatform } from "../../../platform/platform";
import { holdsAmounts } from "../amounts";
import { wordsOf } from "../joinedWords";
import type { CellAt } from "./CellEditor";
import { askRows, type CheckFilter, type Early } from "./early";

const RANK = { error: 2, warning: 1, note: 0 } as const;

/** A row with its issues as marks on its cells, the gravest of each cell. */
function marked(said: Said, row: DraftRow): TableRow {
  const marks: NonNullable<TableRow["marks"]> = {};
  for (const { severity, code, column, params } of row.issues) {
    const at = column ?? -1;
    const present = marks[at];
    if (!present || RANK[severity] > RANK[present.severity]) {
      marks[at] = { severity, text: said("issues", code, params) };
    }
  }
  return { row: row.row, cells: row.cells, edited: row.edited, cut: row.cut, marks };
}

/** Where all rows are shown, each stands where its number says. */
const placeOf = (row: number) => row - 1;

interface CheckGridProps {
  draft: DraftShown;
  filter: CheckFilter;
  version: number;
  early: Early;
  onEdit: (row: number, column: number, text: string) => void;
  /** The cell that is edited beside the grid. */
  large: CellAt | null;
  onLarge: (at: CellAt) => void;
}

/** The rows of a draft, a million or more, as far as they pass the filter. */
export function CheckGrid({ draft, filter, version, early, onEdit, large, onLarge }: CheckGridProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const platform = usePlatform();
  const columns = useAsk("drafts.columns", { draft: draft.draft });
  const [error, setError] = useState<ApiError | null>(null);
  const [known, setKnown] = useState<{ of: string; total: number; isComplete: boolean } | null>(null);
  const { issue, column, text } = filter;
  const of = [issue, column, text].join("/");
  // Rows that are asked for again are the same rows: the grid does not begin anew.
  const latest = useRef(version);
  useLayoutEffect(() => {
    latest.current = version;
  }, [version]);
  const fetch = useCallback(
    async (from: number, count: number): Promise<TablePage> => {
      const filter = { issue, column, text };
      const asked = from === 0 ? early.take(filter, latest.current) : null;
      const page = await (asked ?? askRows(platform, draft.draft, filter, from, count));
      setKnown({ of, total: page.total, isComplete: page.is_complete });
      return { rows: page.rows.map((row) => marked(said, row)), total: page.total, isComplete: page.is_complete };
    },
    [platform, draft.draft, issue, column, text, of, said, early],
  );
  const countOf = ({ total: count, isComplete }: { total: number; isComplete: boolean }) => {
    if (!isComplete) {
      return text ? t("importing.check.searching", { count }) : null;
    }
    return issue || text ? t("importing.check.found", { count }) : t("everywhere.rows", { count });
  };
  const fail = useCallback((thrown: unknown) => setError(asApiError(thrown)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, another chance
  useEffect(() => setError(null), [fetch, version]);
  const problem = error ?? columns.error;
  if (problem) {
    return <Problem error={problem} />;
  }
  if (!columns.data) {
    return null;
  }
  return (
    <>
      <RowsGrid
        key={draft.draft}
        name={[draft.draft, issue, column, text].join("/")}
        label={t("importing.check.rows")}
        columns={columns.data.columns.map((one) => ({
          name: one.name || t("importing.column_number", { number: one.column + 1 }),
          ...(one.field ? { about: said.field(one.field) } : {}),
          isAmount: holdsAmounts(one),
          isLabel: one.field === "name",
          wordsOf: wordsOf(draft, one),
        }))}
        fetch={fetch}
        version={version}
        placeOf={issue === undefined && column === undefined && !text ? placeOf : undefined}
        column={column}
        onEdit={onEdit}
        large={large}
        onLarge={onLarge}
        onProblem={fail}
      />
      <QuietLine>{known?.of === of && countOf(known)}</QuietLine>
    </>
  );
}
