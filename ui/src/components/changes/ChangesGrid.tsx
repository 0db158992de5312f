import type { ColDef, GridApi, IDatasource } from "ag-grid-community";
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
import { cellOf } from "../grid/cells";
import grids from "../grid/Grid.module.css";
import { PlainGrid } from "../grid/PlainGrid";
import { Problem } from "../Problem";
import styles from "./ChangesGrid.module.css";
import { changesCell, deedCell, isOpenTo, nameOf, TakeCell, type Telling, titleCell } from "./cells";
import { EVERYTHING } from "./everything";
import { listedSides } from "./values";

interface ChangesGridProps {
  run: number;
  filter: {
    action: Action | null;
    field: string | null;
    text: string;
    outcome?: string | null;
    terms?: boolean;
    standing?: Standing | undefined;
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

const TITLE = cellOf<ChangeShown>(titleCell);

/** Changes of a run, one a line, old and new side by side. */
export function ChangesGrid({ run, filter, facts, version, onOpen, onTake, why }: ChangesGridProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const platform = usePlatform();
  const grid = useRef<GridApi<ChangeShown> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const { action, field, text, outcome = null, terms = false, standing } = filter;
  const isChoosing = onTake !== undefined;

  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        const asked: ChangesFilter = {
          ...EVERYTHING,
          action,
          field,
          text,
          outcome,
          terms,
          ...(standing && { standing }),
        };
        platform.ask("runs.changes", { run, from: startRow, count: endRow - startRow, filter: asked }).then(
          (answer) => {
            const page = answer as ChangesPage;
            setTotal(page.total);
            setError(null);
            successCallback(page.changes, page.total);
          },
          (thrown) => {
            failCallback();
            setError(asApiError(thrown));
          },
        );
      },
    }),
    [platform, run, action, field, text, outcome, terms, standing],
  );

  const taking = useRef(onTake);
  taking.current = onTake;
  // What is told may become known later: the cells then say it, and stay whose they were.
  const present = useRef<Telling>({ t, said, manner, facts, isChoosing });
  present.current = { t, said, manner, facts, isChoosing };
  const cells = useMemo(
    () => ({
      what: cellOf<ChangeShown>((change) => deedCell(present.current, change)),
      changes: cellOf<ChangeShown>((change) => changesCell(present.current, change)),
    }),
    [],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: these two are what becomes known later
  useEffect(() => {
    grid.current?.refreshCells({ force: true });
  }, [facts, isChoosing]);

  const columns = useMemo<ColDef<ChangeShown>[]>(() => {
    const taken: ColDef<ChangeShown> = {
      colId: "taken",
      headerName: t("everywhere.taken"),
      width: 58,
      resizable: false,
      cellRenderer: TakeCell,
      cellRendererParams: {
        name: ({ label }: ChangeShown) => t("everywhere.take", { label }),
        onTake: (change: ChangeShown, take: boolean) => taking.current?.(change, take),
      },
    };
    const label: ColDef<ChangeShown> = {
      colId: "label",
      headerName: terms ? t("everywhere.name") : t("everywhere.product"),
      flex: 4,
      minWidth: 180,
      tooltipValueGetter: ({ data }) => data && nameOf(data),
      cellRenderer: TITLE,
    };
    const what: ColDef<ChangeShown> = {
      colId: "action",
      headerName: t("everywhere.what"),
      width: isChoosing ? 108 : 146,
      cellRenderer: cells.what,
    };
    const side = (name: "before" | "after"): ColDef<ChangeShown> => ({
      colId: name,
      headerName: t(`everywhere.${name}`),
      flex: 2,
      minWidth: 90,
      cellClass: (name === "before" ? styles.before : styles.after) ?? "",
      valueGetter: ({ data }) => {
        const shown = data?.fields.find((one) => one.field === field);
        return shown
          ? (listedSides(present.current.t, present.current.manner, shown, present.current.facts)[name] ?? "")
          : "";
      },
    });
    const all: ColDef<ChangeShown> = {
      colId: "changes",
      headerName: t("everywhere.changes"),
      flex: 5,
      minWidth: 140,
      cellRenderer: cells.changes,
    };
    const reason: ColDef<ChangeShown> = {
      colId: "why",
      headerName: t("history.why.title"),
      flex: 4,
      minWidth: 220,
      valueGetter: ({ data }) => data && why?.(data),
      tooltipValueGetter: ({ data }) => data && why?.(data),
    };
    const shown = why ? [reason] : field ? [side("before"), side("after")] : [all];
    return [...(isChoosing ? [taken] : []), label, what, ...shown];
  }, [t, cells, field, terms, isChoosing, why]);

  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && version !== seen.current) {
      grid.current?.refreshInfiniteCache();
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
        columnDefs={columns}
        datasource={datasource}
        kind="changes"
        name={[run, action, field, text, outcome, terms, standing].join("/")}
        className={isChoosing ? grids.choosing : undefined}
        onReady={(api) => {
          grid.current = api;
          api.setGridAriaProperty("label", t("everywhere.changes"));
        }}
        onCellClicked={({ data, column }) => column.getColId() !== "taken" && open(data)}
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
      <output className="ls-quiet-line">
        {total !== null && t(terms ? "everywhere.terms" : "everywhere.records", { count: total })}
      </output>
    </>
  );
}
