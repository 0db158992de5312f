import type { GridApi } from "ag-grid-community";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../bindings/Action";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { ChangesFilter } from "../../bindings/ChangesFilter";
import type { ChangesPage } from "../../bindings/ChangesPage";
import type { Standing } from "../../bindings/Standing";
import type { StoreFacts } from "../../bindings/StoreFacts";
import { asApiError } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { type ApiError, usePlatform } from "../../platform/platform";
import type { Rows } from "../grid/ahead";
import grids from "../grid/Grid.module.css";
import { PAGE } from "../grid/kinds";
import { PlainGrid } from "../grid/PlainGrid";
import { askAgain } from "../grid/standing";
import { Problem } from "../Problem";
import { QuietLine } from "../QuietLine";
import { isOpenTo, isWayToShop, type Telling } from "./cells";
import { changeColumns } from "./columns";
import { EVERYTHING } from "./everything";

interface ChangesGridProps {
  run: number;
  filter: {
    action: Action | null;
    field: string | null;
    text: string;
    outcome?: string | null;
    terms?: boolean;
    standing?: Standing | undefined;
    issue?: string | undefined;
  };
  facts?: StoreFacts | undefined;
  /** Another one means: something became of the changes. Absent as long as nobody knows. */
  version: number | undefined;
  onOpen: (change: ChangeShown) => void;
  /** Absent where nothing can be chosen any more. */
  onTake?: (change: ChangeShown, take: boolean) => void;
  /** Says why something is as it is, in a column of its own. */
  why?: ((change: ChangeShown) => string) | undefined;
}

/** Changes of a run, one a line, old and new side by side. */
export function ChangesGrid({ run, filter, facts, version, onOpen, onTake, why }: ChangesGridProps) {
  const { t, i18n } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const platform = usePlatform();
  const grid = useRef<GridApi<ChangeShown> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const { action, field, text, outcome = null, terms = false, standing, issue } = filter;
  const isChoosing = onTake !== undefined;

  const name = [run, action, field, text, outcome, terms, standing, issue, isChoosing].join("/");
  const datasource = useMemo<Rows>(
    () => ({
      name,
      page: async (from) => {
        const asked: ChangesFilter = {
          ...EVERYTHING,
          action,
          field,
          text,
          outcome,
          terms,
          ...(standing && { standing }),
          ...(issue && { issue }),
        };
        try {
          const answer = await platform.ask("runs.changes", { run, from, count: PAGE, filter: asked });
          const { changes, total } = answer as ChangesPage;
          setTotal(total);
          setError(null);
          return { rows: changes, total };
        } catch (thrown) {
          setError(asApiError(thrown));
          throw thrown;
        }
      },
    }),
    [platform, name, run, action, field, text, outcome, terms, standing, issue],
  );

  const telling: Telling = { t, said, manner, facts, isChoosing, onTake, why };
  // What is known of the shop may come later than its changes: the cells then say it.
  const told = useRef(facts);
  useEffect(() => {
    if (told.current !== facts) {
      told.current = facts;
      grid.current?.refreshCells({ force: true });
    }
  }, [facts]);

  const hasWhy = why !== undefined;
  const columns = useMemo(
    () => changeColumns(t, i18n.language, { field, terms, isChoosing, hasWhy }),
    [t, i18n.language, field, terms, isChoosing, hasWhy],
  );

  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && version !== seen.current) {
      askAgain(grid.current);
    }
    seen.current = version;
  }, [version]);

  const open = (change: ChangeShown | undefined) => change && onOpen(change);
  if (error) {
    return <Problem error={error} />;
  }
  return (
    <>
      <PlainGrid<ChangeShown>
        key={run}
        columnDefs={columns}
        datasource={datasource}
        kind="changes"
        telling={telling}
        className={isChoosing ? grids.choosing : undefined}
        onReady={(api) => {
          grid.current = api;
          api.setGridAriaProperty("label", t("everywhere.changes"));
        }}
        onCellClicked={({ data, column, event }) => {
          if (data?.link && isWayToShop(event?.target)) {
            void platform.open(data.link);
          } else if (column.getColId() !== "taken") {
            open(data);
          }
        }}
        onCellKeyDown={({ data, event }) => {
          if (!(event instanceof KeyboardEvent && data)) {
            return;
          }
          if (event.key === "Enter") {
            open(data);
          } else if (event.key === " " && !(event.target instanceof HTMLInputElement) && isOpenTo(data)) {
            event.preventDefault();
            onTake?.(data, data.outcome !== "planned");
          }
        }}
      />
      <QuietLine>{total !== null && t(terms ? "everywhere.terms" : "everywhere.entries", { count: total })}</QuietLine>
    </>
  );
}
