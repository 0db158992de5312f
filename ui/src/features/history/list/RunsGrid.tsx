import type { ColDef, GridApi } from "ag-grid-community";
import type { TFunction } from "i18next";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import type { RunsPage } from "../../../bindings/RunsPage";
import type { Rows } from "../../../components/grid/ahead";
import { cellOf, element, icon, sign } from "../../../components/grid/cells";
import { keptColumns } from "../../../components/grid/kept";
import { RUN_HEIGHT } from "../../../components/grid/kinds";
import { PlainGrid } from "../../../components/grid/PlainGrid";
import { askAgain, tellingOf } from "../../../components/grid/standing";
import type { Says } from "../../../components/grid/tips";
import { undoneText } from "../../../lib/counted";
import { type Manner, useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { didOf, isGoing, titleOf, toneOf, tookOf, troublesOf } from "../telling";
import styles from "./RunsGrid.module.css";

interface RunsGridProps {
  /** Fetches a page. A new function means: other runs. */
  fetch: (from: number) => Promise<RunsPage>;
  /** Grows when runs changed. */
  version: number;
  /** Under which name the place in the list is remembered. */
  place: string;
  /** Somebody is about to open it. */
  onReach: (run: number) => void;
  onOpen: (run: number) => void;
  onReady: (focus: () => void) => void;
}

/** The first row on screen when a list was left: it is there again after coming back. */
const places = new Map<string, number>();

/** Runs, the latest first, however many there are: only what is on screen is asked for. */
export function RunsGrid({ fetch, version, place, onReach, onOpen, onReady }: RunsGridProps) {
  const { t, i18n } = useTranslation();
  const manner = useManner();
  const nameOf = useStoreName();
  const grid = useRef<GridApi<RunReport> | null>(null);
  const datasource = useMemo<Rows>(
    () => ({
      name: place,
      begin: { row: places.get(place) ?? 0, at: "top" },
      page: async (from) => {
        const { runs, total } = await fetch(from);
        return { rows: runs, total };
      },
    }),
    [fetch, place],
  );
  const columns = useMemo(() => runColumns(t, i18n.language), [t, i18n.language]);

  const seen = useRef(version);
  useEffect(() => {
    if (version !== seen.current) {
      seen.current = version;
      askAgain(grid.current);
    }
  }, [version]);

  const open = (run: RunReport | undefined) => run?.run && onOpen(run.run);
  return (
    <PlainGrid<RunReport>
      columnDefs={columns}
      datasource={datasource}
      kind="runs"
      telling={{ t, manner, nameOf } satisfies Telling}
      onReady={(api) => {
        grid.current = api;
        api.setGridAriaProperty("label", t("history.title"));
        onReady(() => {
          api.setFocusedCell(Math.ceil(api.getVerticalPixelRange().top / RUN_HEIGHT), "what");
        });
      }}
      onBodyScrollEnd={({ api }) => places.set(place, Math.round(api.getVerticalPixelRange().top / RUN_HEIGHT))}
      onCellMouseDown={({ data }) => data?.run && onReach(data.run)}
      onCellClicked={({ data }) => open(data)}
      onCellKeyDown={({ data, event }) => event instanceof KeyboardEvent && event.key === "Enter" && open(data)}
    />
  );
}

/** What has to be known to tell a run. */
interface Telling {
  t: TFunction;
  manner: Manner;
  nameOf: (store: string) => string;
}

/** The columns of a list of runs in that language. */
export function runColumns(t: TFunction, language: string): ColDef<RunReport>[] {
  return keptColumns("runs", language, () => columnsOf(t));
}

function columnsOf(t: TFunction): ColDef<RunReport>[] {
  const cell = (shown: (run: RunReport, telling: Telling) => HTMLElement) => ({
    cellRenderer: cellOf(shown, () => element("span", styles.wait)),
  });
  return [
    { colId: "what", headerName: t("history.list.what"), flex: 3, minWidth: 220, ...cell(what) },
    { colId: "did", headerName: t("history.list.did"), flex: 3, minWidth: 170, ...cell(did) },
    { colId: "status", headerName: t("history.list.status"), width: 150, ...cell(status) },
    {
      colId: "when",
      headerName: t("history.list.when"),
      width: 176,
      context: {
        tip: ({ data, context }) => data && { about: tellingOf<Telling>(context).manner.moment(data.at) },
      } satisfies Says<RunReport>,
      ...cell(when),
    },
  ];
}

/** Two lines: what counts, and what is said beside it. */
function lines(first: string | false, second: HTMLElement | false): HTMLElement {
  return element("span", styles.lines, first !== false && element("span", undefined, first), second);
}

function what(run: RunReport, { t, manner, nameOf }: Telling): HTMLElement {
  const number = t("history.number", { run: manner.number(run.run ?? 0) });
  return element(
    "span",
    styles.what,
    icon(run.kind === "undo" ? "arrowBackUp" : "fileImport", 20, 1.6),
    element(
      "span",
      styles.lines,
      element("strong", undefined, titleOf(t, manner, run)),
      element("span", styles.quiet, [nameOf(run.store), number, run.profile].filter(Boolean).join(" · ")),
    ),
  );
}

function did(run: RunReport, { t, manner }: Telling): HTMLElement {
  const did = didOf(t, run);
  const troubles = troublesOf(t, run);
  const undone = undoneText(t, manner, run);
  const isNothing = did.length === 0 && troubles.length === 0;
  const beside = element(
    "span",
    undefined,
    troubles.length > 0 && element("span", styles.troubles, troubles.join(" · ")),
    troubles.length > 0 && undone !== null && " · ",
    undone !== null && element("span", styles.quiet, undone),
  );
  return lines(
    isNothing ? t("history.did.nothing") : did.length > 0 && did.join(" · "),
    beside.hasChildNodes() && beside,
  );
}

function status(run: RunReport, { t }: Telling): HTMLElement {
  return element("span", styles.lines, sign(toneOf(run), t(`history.status.${run.status}`)));
}

function when(run: RunReport, { t, manner }: Telling): HTMLElement {
  // That it was over at once needs no saying.
  const took = run.seconds >= 1 && !isGoing(run);
  return lines(manner.since(run.at), took && element("span", styles.quiet, tookOf(t, manner, run)));
}
