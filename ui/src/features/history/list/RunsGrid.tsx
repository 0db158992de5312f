import { IconArrowBackUp, IconFileImport } from "@tabler/icons-react";
import type { ColDef, GridApi, ICellRendererParams, IDatasource } from "ag-grid-community";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import type { RunsPage } from "../../../bindings/RunsPage";
import { Grid } from "../../../components/grid/Grid";
import { showFirst } from "../../../components/grid/look";
import { gridTheme } from "../../../components/grid/theme";
import { Sign } from "../../../components/Sign";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { didOf, titleOf, toneOf, tookOf, troublesOf } from "../telling";
import styles from "./RunsGrid.module.css";
import { PAGE } from "./useRuns";

interface RunsGridProps {
  /** Fetches a page. A new function means: other runs. */
  fetch: (from: number) => Promise<RunsPage>;
  total: number;
  /** Grows when runs changed. */
  version: number;
  /** Under which name the place in the list is remembered. */
  place: string;
  onOpen: (run: number) => void;
  onReady: (focus: () => void) => void;
}

/** The height of a line, in pixels. */
const HEIGHT = 60;
/** The first row on screen when a list was left: it is there again after coming back. */
const places = new Map<string, number>();

/** Nothing between the columns: a run is one line. */
const lines = gridTheme.withParams({ columnBorder: false });

/** Runs, the latest first, however many there are: only what is on screen is asked for. */
export function RunsGrid({ fetch, total, version, place, onOpen, onReady }: RunsGridProps) {
  const { t } = useTranslation();
  const manner = useManner();
  const grid = useRef<GridApi<RunReport> | null>(null);
  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, successCallback, failCallback }) => {
        fetch(startRow).then(({ runs, total }) => successCallback(runs, total), failCallback);
      },
    }),
    [fetch],
  );
  const columns = useMemo<ColDef<RunReport>[]>(() => {
    const cell = (shown: (run: RunReport) => React.ReactNode) => ({
      cellRenderer: ({ data }: ICellRendererParams<RunReport>) =>
        data ? shown(data) : <span className={styles.wait} />,
    });
    return [
      {
        colId: "what",
        headerName: t("history.list.what"),
        flex: 3,
        minWidth: 220,
        ...cell((run) => <What run={run} />),
      },
      { colId: "did", headerName: t("history.list.did"), flex: 3, minWidth: 170, ...cell((run) => <Did run={run} />) },
      {
        colId: "status",
        headerName: t("history.list.status"),
        width: 150,
        ...cell((run) => (
          <span className={styles.lines}>
            <Sign tone={toneOf(run)}>{t(`history.status.${run.status}`)}</Sign>
          </span>
        )),
      },
      {
        colId: "when",
        headerName: t("history.list.when"),
        width: 176,
        tooltipValueGetter: ({ data }) => data && manner.moment(data.at),
        ...cell((run) => (
          <span className={styles.lines}>
            <span>{manner.since(run.at)}</span>
            {run.seconds > 0 && <span className={styles.quiet}>{tookOf(t, manner, run)}</span>}
          </span>
        )),
      },
    ];
  }, [t, manner]);

  const seen = useRef(version);
  useEffect(() => {
    if (version !== seen.current) {
      seen.current = version;
      grid.current?.refreshInfiniteCache();
    }
  }, [version]);

  // Other runs are looked at from the first on.
  const shown = useRef(datasource);
  useEffect(() => {
    if (datasource !== shown.current) {
      shown.current = datasource;
      showFirst(grid.current);
    }
  }, [datasource]);

  const open = (run: RunReport | undefined) => run?.run && onOpen(run.run);
  return (
    <Grid<RunReport>
      theme={lines}
      rowModelType="infinite"
      datasource={datasource}
      columnDefs={columns}
      defaultColDef={{ sortable: false }}
      rowHeight={HEIGHT}
      cacheBlockSize={PAGE}
      maxBlocksInCache={20}
      maxConcurrentDatasourceRequests={2}
      blockLoadDebounceMillis={40}
      infiniteInitialRowCount={Math.max(1, total)}
      getRowId={({ data }) => String(data.run)}
      onGridReady={({ api }) => {
        grid.current = api;
        api.setGridAriaProperty("label", t("history.title"));
        const first = places.get(place);
        if (first !== undefined && first < total) {
          api.ensureIndexVisible(first, "top");
        }
        onReady(() => {
          api.setFocusedCell(Math.ceil(api.getVerticalPixelRange().top / HEIGHT), "what");
        });
      }}
      onBodyScrollEnd={({ api }) => places.set(place, Math.round(api.getVerticalPixelRange().top / HEIGHT))}
      onCellClicked={({ data }) => open(data)}
      onCellKeyDown={({ data, event }) => event instanceof KeyboardEvent && event.key === "Enter" && open(data)}
      rowClass={styles.row ?? ""}
    />
  );
}

function What({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const Icon = run.kind === "undo" ? IconArrowBackUp : IconFileImport;
  return (
    <span className={styles.what}>
      <Icon size={20} stroke={1.6} aria-hidden="true" />
      <span className={styles.lines}>
        <strong>{titleOf(t, manner, run)}</strong>
        <span className={styles.quiet}>
          {[nameOf(run.store), t("history.number", { run: manner.number(run.run ?? 0) }), run.profile]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </span>
  );
}

function Did({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const did = didOf(t, run);
  const troubles = troublesOf(t, run);
  return (
    <span className={styles.lines}>
      {(did.length > 0 || troubles.length === 0) && (
        <span>{did.length > 0 ? did.join(" · ") : t("history.did.nothing")}</span>
      )}
      {troubles.length > 0 && <span className={styles.troubles}>{troubles.join(" · ")}</span>}
    </span>
  );
}
