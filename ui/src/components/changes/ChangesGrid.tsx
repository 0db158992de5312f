import { Checkbox } from "@mantine/core";
import type { ColDef, GridApi, ICellRendererParams, IDatasource } from "ag-grid-community";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Action } from "../../bindings/Action";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { ChangesFilter } from "../../bindings/ChangesFilter";
import type { ChangesPage } from "../../bindings/ChangesPage";
import type { FieldShown } from "../../bindings/FieldShown";
import type { StoreFacts } from "../../bindings/StoreFacts";
import { asApiError } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { type ApiError, usePlatform } from "../../platform/platform";
import { Grid } from "../grid/Grid";
import { showFirst } from "../grid/look";
import { Problem } from "../Problem";
import { Sign, type Tone } from "../Sign";
import styles from "./ChangesGrid.module.css";
import { EVERYTHING } from "./everything";
import { leftOutFor } from "./useChoosing";
import { sides, telling, wholeText } from "./values";

interface ChangesGridProps {
  run: number;
  filter: { action: Action | null; field: string | null; text: string; outcome?: string | null; terms?: boolean };
  facts?: StoreFacts | undefined;
  version: number;
  onOpen: (change: ChangeShown) => void;
  /** Absent where nothing can be chosen any more. */
  onTake?: (change: ChangeShown, take: boolean) => void;
  /** Says why something is as it is, in a column of its own. */
  why?: ((change: ChangeShown) => string) | undefined;
}

/** Whether it is for the user to say that a change takes part. */
export function isOpenTo(change: ChangeShown): boolean {
  return change.outcome === "planned" || leftOutFor(change) !== null;
}

/** Changes of a run, one a line, old and new side by side. */
export function ChangesGrid({ run, filter, facts, version, onOpen, onTake, why }: ChangesGridProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const platform = usePlatform();
  const grid = useRef<GridApi<ChangeShown> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [total, setTotal] = useState<number | null>(null);
  const { action, field, text, outcome = null, terms = false } = filter;
  const isChoosing = onTake !== undefined;

  const datasource = useMemo<IDatasource>(
    () => ({
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        const asked: ChangesFilter = { ...EVERYTHING, action, field, text, outcome, terms };
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
    [platform, run, action, field, text, outcome, terms],
  );

  const taking = useRef(onTake);
  taking.current = onTake;
  const columns = useMemo<ColDef<ChangeShown>[]>(() => {
    const taken: ColDef<ChangeShown> = {
      colId: "taken",
      headerName: t("everywhere.taken"),
      width: 58,
      resizable: false,
      cellRenderer: ({ data }: ICellRendererParams<ChangeShown>) =>
        data && (
          <Checkbox
            size="xs"
            className={styles.check ?? ""}
            checked={data.outcome === "planned"}
            disabled={!isOpenTo(data)}
            aria-label={t("everywhere.take", { label: data.label })}
            onChange={(event) => taking.current?.(data, event.currentTarget.checked)}
          />
        ),
    };
    const label: ColDef<ChangeShown> = {
      colId: "label",
      headerName: terms ? t("everywhere.name") : t("everywhere.product"),
      flex: 4,
      minWidth: 210,
      tooltipValueGetter: ({ data }) => data && nameOf(data),
      cellRenderer: ({ data }: ICellRendererParams<ChangeShown>) =>
        data && (
          <>
            <span className={styles.label}>{data.label}</span>
            {data.name && <span className={styles.name}>{data.name}</span>}
          </>
        ),
    };
    const what: ColDef<ChangeShown> = {
      colId: "action",
      headerName: t("everywhere.what"),
      width: isChoosing ? 108 : 146,
      cellRenderer: ({ data }: ICellRendererParams<ChangeShown>) =>
        data && (isChoosing && isOpenTo(data) ? <Kind action={data.action} /> : <Outcome change={data} />),
    };
    const side = (name: "before" | "after"): ColDef<ChangeShown> => ({
      colId: name,
      headerName: t(`everywhere.${name}`),
      flex: 2,
      minWidth: 90,
      cellClass: (name === "before" ? styles.before : styles.after) ?? "",
      valueGetter: ({ data }) => {
        const shown = data?.fields.find((one) => one.field === field);
        return shown ? (sides(t, manner, shown, facts)[name] ?? "") : "";
      },
    });
    const all: ColDef<ChangeShown> = {
      colId: "changes",
      headerName: t("everywhere.changes"),
      flex: 5,
      minWidth: 180,
      cellRenderer: ({ data }: ICellRendererParams<ChangeShown>) =>
        data && (
          <span className={styles.changes}>
            {!isChoosing && data.action !== "update" && <Kind action={data.action} />}
            {!isChoosing && <Why change={data} />}
            {isChoosing && data.fields.some(({ edited }) => edited) && (
              <Sign tone="careful">{t("everywhere.edited_since")}</Sign>
            )}
            {isChoosing && wholeText(t, data)}
            {tellingOf(data)
              .slice(0, 4)
              .map((shown) => {
                const { before, after } = sides(t, manner, shown, facts);
                return (
                  <span key={shown.field} className={styles.change}>
                    <span className={styles.field}>{said.field(shown.field, data.entity)}</span>
                    {before !== null && <del>{before}</del>}
                    <ins>{after}</ins>
                  </span>
                );
              })}
            {tellingOf(data).length > 4 && (
              <span className={styles.more}>{t("everywhere.more_fields", { count: tellingOf(data).length - 4 })}</span>
            )}
          </span>
        ),
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
  }, [t, said, manner, facts, field, terms, isChoosing, why]);

  const open = useCallback((change: ChangeShown | undefined) => change && onOpen(change), [onOpen]);
  useEffect(() => {
    if (version > 0) {
      grid.current?.refreshInfiniteCache();
    }
  }, [version]);

  // Other changes are looked at from the first on.
  const shown = useRef(datasource);
  useEffect(() => {
    if (datasource !== shown.current) {
      shown.current = datasource;
      showFirst(grid.current);
    }
  }, [datasource]);

  if (error) {
    return <Problem error={error} />;
  }
  return (
    <>
      <Grid<ChangeShown>
        rowModelType="infinite"
        datasource={datasource}
        columnDefs={columns}
        cacheBlockSize={100}
        maxBlocksInCache={20}
        infiniteInitialRowCount={1}
        getRowId={({ data }) => String(data.change)}
        onGridReady={({ api }) => {
          grid.current = api;
          api.setGridAriaProperty("label", t("everywhere.changes"));
        }}
        onCellClicked={({ data, column }) => column.getColId() !== "taken" && open(data)}
        onCellKeyDown={({ data, event }) => event instanceof KeyboardEvent && event.key === "Enter" && open(data)}
        rowClassRules={{ [styles.leftOut ?? "leftOut"]: ({ data }) => isChoosing && data?.outcome === "skipped" }}
      />
      <output className="ls-quiet-line">
        {total !== null && t(terms ? "everywhere.terms" : "everywhere.records", { count: total })}
      </output>
    </>
  );
}

/** What a product is called, with its article number. */
function nameOf({ label, name }: ChangeShown): string {
  return name ? `${label} · ${name}` : label;
}

/** What is shown of a change: its name stands before it already. */
function tellingOf({ fields, label, name, undoes, action }: ChangeShown): FieldShown[] {
  if (undoes !== undefined && action !== "update") {
    return [];
  }
  const stands = new Set([label, name]);
  return telling(fields).filter(
    ({ field, before_text: before, after_text: after }) =>
      !((field === "name" || field === "sku") && !before && stands.has(after)),
  );
}

const TONES: Record<string, Tone> = {
  applied: "good",
  altered: "careful",
  failed: "wrong",
  conflict: "careful",
  unknown: "careful",
  skipped: "quiet",
  planned: "quiet",
};

function Kind({ action }: { action: Action }) {
  const { t } = useTranslation();
  return <span className={`${styles.kind} ${styles[action]}`}>{t(`everywhere.action.${action}`)}</span>;
}

/** Why it is not as it was meant, in a few words. */
function Why({ change }: { change: ChangeShown }) {
  const { t } = useTranslation();
  const said = useSaid();
  const detail = change.detail;
  if (detail === null || typeof detail === "string") {
    return null;
  }
  if ("failed" in detail) {
    return <span className={styles.why}>{t("everywhere.shop_says", { message: detail.failed.message })}</span>;
  }
  if ("skipped" in detail) {
    return <span className={styles.more}>{said("skips", detail.skipped)}</span>;
  }
  return null;
}

function Outcome({ change }: { change: ChangeShown }) {
  const { t } = useTranslation();
  return <Sign tone={TONES[change.outcome] ?? "quiet"}>{t(`everywhere.outcome.${change.outcome}` as never)}</Sign>;
}
