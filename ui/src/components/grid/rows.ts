// What is a row of a table to a grid, and what its columns?

import type { CellClassParams, ColDef } from "ag-grid-community";
import type { TFunction } from "i18next";
import { choiceText } from "../../lib/choices";
import styles from "./RowsGrid.module.css";
import { type Says, whereCut } from "./tips";

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

/** Whether a cell is too much for a line: its text is cut off, or has several lines, which a line would join. */
export function isLarge(data: TableRow | undefined, column: number): boolean {
  return data !== undefined && (data.cut.includes(column) || /[\r\n]/.test(data.cells[column] ?? ""));
}

/** Widths in pixels: of columns at first, of amounts and names, of a letter of a heading, and of what is around it. */
const [NARROWEST, WIDEST, AMOUNT, LABEL, LETTER, PADDING] = [130, 320, 110, 200, 8, 48];

/** What the columns of a table are to the grid. */
export function columnsOf(t: TFunction, columns: readonly TableColumn[], isEditable: boolean): ColDef<TableRow>[] {
  return [
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
        context: {
          tip: (cell) => {
            const { data } = cell;
            const about =
              data?.marks?.[index]?.text ??
              (isEditable && isLarge(data, index) ? t("everywhere.edit_whole") : undefined) ??
              (data?.cut.includes(index) ? t("everywhere.cut") : undefined);
            const text = data?.cells[index] ?? "";
            return about ? { about } : whereCut(cell, wordsOf ? choiceText(t, wordsOf, text) : text);
          },
        } satisfies Says<TableRow>,
      }),
    ),
  ];
}
