import type { CellClassParams, CellValueChangedEvent, ColDef, GridApi, IDatasource } from "ag-grid-community";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { choiceText } from "../../lib/choices";
import { PlainGrid } from "./PlainGrid";
import styles from "./RowsGrid.module.css";

/** A row of a table as it was read. */
export interface TableRow {
  row: number;
  cells: string[];
  /** The columns that somebody wrote over. */
  edited: number[];
  /** The columns whose text is longer than what is shown of it: writing over it in its cell would lose the rest. */
  cut: number[];
  /** What is wrong in which column; -1 for the whole row. */
  marks?: Record<number, { severity: "note" | "warning" | "error"; text: string }>;
}

export interface TableColumn {
  name: string;
  about?: string;
  isAmount?: boolean;
  isLabel?: boolean;
  /** The field whose words it has, where they are the program's and not the file's. */
  wordsOf?: string | undefined;
}

export interface TablePage {
  rows: TableRow[];
  total: number;
  isComplete: boolean;
}

interface RowsGridProps {
  label: string;
  /** Amounts stand at the right, so that their digits stand below each other; what products are called needs room. */
  columns: readonly TableColumn[];
  /** Fetches some rows. A new function means: other rows. */
  fetch: (from: number, count: number) => Promise<TablePage>;
  /** Grows when rows on screen have to be asked for again. */
  version: number;
  /**
   * Where a row stands among those that are fetched, as far as that is known: when others are fetched, the row that was
   * at work on stays in view, with the keys on its cell.
   */
  placeOf?: ((row: number) => number) | undefined;
  /** The column that is looked at: it is brought into view. */
  column?: number | undefined;
  onEdit?: (row: number, column: number, text: string) => void;
  /** The cell that is edited elsewhere, because its text is long or has several lines. */
  large?: { row: number; column: number } | null;
  /** Asks for a cell to be edited elsewhere. */
  onLarge?: (at: { row: number; column: number }) => void;
  onProblem?: (thrown: unknown) => void;
}

/** Whether a cell is too much for a line: its text is cut off, or has several lines, which a line would join. */
function isLarge(data: TableRow | undefined, column: number): boolean {
  return data !== undefined && (data.cut.includes(column) || /[\r\n]/.test(data.cells[column] ?? ""));
}

/** Widths in pixels: of columns at first, of amounts and names, of a letter of a heading, and of what is around it. */
const [NARROWEST, WIDEST, AMOUNT, LABEL, LETTER, PADDING] = [130, 320, 110, 200, 8, 48];

/** Rows of a table, however many there are: only what is on screen is asked for. */
export function RowsGrid({
  label,
  columns,
  fetch,
  version,
  placeOf,
  column,
  onEdit,
  large = null,
  onLarge,
  onProblem,
}: RowsGridProps) {
  const { t } = useTranslation();
  const grid = useRef<GridApi<TableRow> | null>(null);
  const names = columns
    .map((one) => [one.name, one.about, one.isAmount, one.isLabel, one.wordsOf].join("\t"))
    .join("\n");
  const isEditable = onEdit !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say when the columns are others
  const definitions = useMemo<ColDef<TableRow>[]>(
    () => [
      {
        colId: "row",
        headerName: t("everywhere.row"),
        valueGetter: ({ data }) => data?.row,
        width: 84,
        pinned: "left",
        lockPosition: true,
        resizable: false,
        cellClass: styles.number ?? "",
      },
      ...columns.map(
        ({ name, about, isAmount, isLabel, wordsOf }, index): ColDef<TableRow> => ({
          colId: String(index),
          headerName: name,
          headerTooltip: about ? `${name}: ${about}` : name,
          valueGetter: ({ data }) => data?.cells[index] ?? "",
          ...(wordsOf ? { valueFormatter: ({ value }) => choiceText(t, wordsOf, String(value ?? "")) } : {}),
          valueSetter: ({ data, newValue }) => {
            data.cells[index] = String(newValue ?? "");
            return true;
          },
          editable: ({ data }) => isEditable && !isLarge(data, index),
          // As wide as the heading wants it, within reason.
          width: Math.min(
            WIDEST,
            Math.max(isLabel ? LABEL : isAmount ? AMOUNT : NARROWEST, name.length * LETTER + PADDING),
          ),
          minWidth: 70,
          ...(isAmount ? { headerClass: "ag-right-aligned-header", cellClass: styles.amount ?? "" } : {}),
          cellClassRules: {
            [styles.edited ?? "edited"]: ({ data }: CellClassParams<TableRow>) => data?.edited.includes(index) ?? false,
            [styles.error ?? "error"]: ({ data }: CellClassParams<TableRow>) =>
              data?.marks?.[index]?.severity === "error",
            [styles.warning ?? "warning"]: ({ data }: CellClassParams<TableRow>) =>
              data?.marks?.[index]?.severity === "warning",
          },
          tooltipValueGetter: ({ data }) => {
            const mark = data?.marks?.[index]?.text;
            const text = data?.cells[index] ?? "";
            if (isEditable && isLarge(data, index)) {
              return mark ?? t("everywhere.edit_whole");
            }
            if (data?.cut.includes(index)) {
              return mark ?? t("everywhere.cut");
            }
            return mark ?? (text.length > 24 ? text : undefined);
          },
        }),
      ),
    ],
    [names, isEditable, t],
  );

  /** The row that was at work on last, else the first of what was shown. */
  const at = useRef<{ row: number; column: string | null } | null>(null);
  const datasource = useMemo<IDatasource>(() => {
    const before = at.current;
    at.current = null;
    let isFirst = true;
    return {
      getRows: ({ startRow, endRow, successCallback, failCallback }) => {
        fetch(startRow, endRow - startRow).then(
          ({ rows, total, isComplete }) => {
            successCallback(rows, isComplete || rows.length < endRow - startRow ? total : -1);
            const place = isFirst && before && placeOf?.(before.row);
            isFirst = false;
            if (typeof place === "number" && place < total) {
              at.current = before;
              grid.current?.ensureIndexVisible(place, "middle");
              if (before?.column) {
                grid.current?.setFocusedCell(place, before.column);
              }
            }
            at.current ??= rows[0] ? { row: rows[0].row, column: null } : null;
          },
          (thrown) => {
            failCallback();
            onProblem?.(thrown);
          },
        );
      },
    };
  }, [fetch, placeOf, onProblem]);

  useEffect(() => {
    if (version > 0) {
      grid.current?.refreshInfiniteCache();
    }
  }, [version]);

  // Whoever has edited a cell elsewhere goes on where it stands.
  const wasLarge = useRef<{ index: number; column: string } | null>(null);
  useEffect(() => {
    if (large === null && wasLarge.current) {
      grid.current?.setFocusedCell(wasLarge.current.index, wasLarge.current.column);
      wasLarge.current = null;
    }
  }, [large]);
  const openLarge = (data: TableRow | undefined, column: string, index: number | null) => {
    if (data && isEditable && index !== null && isLarge(data, Number(column))) {
      wasLarge.current = { index, column };
      at.current = { row: data.row, column };
      onLarge?.({ row: data.row, column: Number(column) });
    }
  };

  useEffect(() => {
    if (column !== undefined) {
      grid.current?.ensureColumnVisible(String(column));
    }
  }, [column]);

  return (
    <PlainGrid<TableRow>
      columnDefs={definitions}
      datasource={datasource}
      kind="rows"
      onReady={(api) => {
        grid.current = api;
        api.setGridAriaProperty("label", label);
      }}
      onCellValueChanged={({ data, colDef, newValue, oldValue }: CellValueChangedEvent<TableRow>) => {
        if (data && newValue !== oldValue) {
          at.current = { row: data.row, column: String(colDef.colId) };
          onEdit?.(data.row, Number(colDef.colId), String(newValue ?? ""));
        }
      }}
      onCellDoubleClicked={({ data, column: at, rowIndex }) => openLarge(data, at.getColId(), rowIndex)}
      onCellKeyDown={(pressed) => {
        const { data, event, rowIndex } = pressed;
        if ("column" in pressed && event instanceof KeyboardEvent && (event.key === "Enter" || event.key === "F2")) {
          openLarge(data, pressed.column.getColId(), rowIndex);
        }
      }}
    />
  );
}
