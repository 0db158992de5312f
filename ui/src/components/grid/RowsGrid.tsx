import type { CellValueChangedEvent, GridApi } from "ag-grid-community";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Rows } from "./ahead";
import { keptColumns } from "./kept";
import { PAGE } from "./kinds";
import { PlainGrid } from "./PlainGrid";
import { columnsOf, isLarge, type TableColumn, type TableRow } from "./rows";
import { askAgain } from "./standing";

export interface TablePage {
  rows: TableRow[];
  total: number;
  isComplete: boolean;
}

interface RowsGridProps {
  label: string;
  /** Whose rows these are, and which of them. */
  name: string;
  /** Amounts stand at the right, so that their digits stand below each other; what products are called needs room. */
  columns: readonly TableColumn[];
  /** Fetches some rows. A new function means other rows, and so does another name. */
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

/** So long after a page that was not full rows that are still on their way are asked for again, in milliseconds. */
const PAUSE = 300;

/** Rows of a table, however many there are: only what is on screen is asked for. */
export function RowsGrid({
  label,
  name,
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
  const { t, i18n } = useTranslation();
  const grid = useRef<GridApi<TableRow> | null>(null);
  const names = columns
    .map((one) => [one.name, one.about, one.isAmount, one.isLabel, one.wordsOf].join("\t"))
    .join("\n");
  const isEditable = onEdit !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the names say when the columns are others
  const definitions = useMemo(
    () => keptColumns("rows", `${i18n.language}\n${isEditable}\n${names}`, () => columnsOf(t, columns, isEditable)),
    [names, isEditable, t],
  );

  /** The row that was at work on last, else the first of what was shown. */
  const at = useRef<{ row: number; column: string | null } | null>(null);
  const datasource = useMemo<Rows>(() => {
    const before = at.current;
    const place = before ? placeOf?.(before.row) : undefined;
    let isFirst = true;
    const lookAgain = () => {
      if (present.current === source) {
        askAgain(grid.current);
      }
    };
    const looked = column === undefined ? null : String(column);
    const source: Rows = {
      name,
      begin:
        place === undefined
          ? { row: 0, at: "top", column: looked }
          : { row: place, at: "middle", column: before?.column ?? looked, isFocused: Boolean(before?.column) },
      page: async (from) => {
        try {
          const { rows, total, isComplete } = await fetch(from, PAGE);
          const isWhole = rows.length === PAGE;
          if (isFirst) {
            isFirst = false;
            at.current = place !== undefined && place < total ? before : null;
          }
          // The first that is found may come only now.
          at.current ??= rows[0] ? { row: rows[0].row, column: null } : null;
          if (!isComplete && !isWhole) {
            setTimeout(lookAgain, PAUSE);
          }
          // That there is none is said when it is sure.
          const isKnown = isComplete || (!isWhole && total > 0);
          return { rows, total: isKnown ? total : -1 };
        } catch (thrown) {
          onProblem?.(thrown);
          throw thrown;
        }
      },
    };
    return source;
  }, [name, fetch, placeOf, column, onProblem]);
  // What a page lacks may still be on its way: as long as the same rows are looked at, they are asked for again.
  const present = useRef<Rows | null>(null);
  useEffect(() => {
    present.current = datasource;
    return () => {
      present.current = null;
    };
  }, [datasource]);

  useEffect(() => {
    if (version > 0) {
      askAgain(grid.current);
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

  return (
    <PlainGrid<TableRow>
      columnDefs={definitions}
      datasource={datasource}
      kind="rows"
      onReady={(api) => {
        grid.current = api;
        api.setGridAriaProperty("label", label);
        if (column !== undefined) {
          api.ensureColumnVisible(String(column));
        }
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
