// Which columns does a list of changes have?

import type { ColDef } from "ag-grid-community";
import type { TFunction } from "i18next";
import type { ChangeShown } from "../../bindings/ChangeShown";
import { cellOf } from "../grid/cells";
import { keptColumns } from "../grid/kept";
import { tellingOf } from "../grid/standing";
import { type Says, whereCut } from "../grid/tips";
import styles from "./ChangesGrid.module.css";
import { changesCell, deedCell, isNotDone, nameOf, reasonCell, TakeCell, type Telling, titleCell } from "./cells";
import { listedSides } from "./values";

const TITLE = cellOf<ChangeShown, Telling>(titleCell);
const DEED = cellOf<ChangeShown, Telling>(deedCell);
const REASON = cellOf<ChangeShown, Telling>(reasonCell);
const CHANGES = cellOf<ChangeShown, Telling>(changesCell);

export interface ColumnsShown {
  /** The field of which old and new stand side by side; without one there is a summary of all. */
  field: string | null;
  /** Categories and the like in place of products. */
  terms: boolean;
  /** Whether it is still open what takes part. */
  isChoosing: boolean;
  /** Reasons in place of values. */
  hasWhy: boolean;
}

/** Widths in pixels: of a letter, and of what stands around a word. */
const [LETTER, AROUND] = [7.3, 42];

/** As narrow as the longest word of the column lets it be. */
function widthOf(t: TFunction, isChoosing: boolean): number {
  const told = t(isChoosing ? "everywhere.action" : "everywhere.outcome", { returnObjects: true });
  const words = [t("everywhere.what"), ...Object.values(told as Record<string, string>)].flatMap((one) =>
    one.split(/\s/),
  );
  return Math.round(Math.max(...words.map(({ length }) => length)) * LETTER + AROUND);
}

/** The columns of a list of changes in that language. */
export function changeColumns(t: TFunction, language: string, shown: ColumnsShown): ColDef<ChangeShown>[] {
  const { field, terms, isChoosing, hasWhy } = shown;
  const key = JSON.stringify([language, field, terms, isChoosing, hasWhy]);
  return keptColumns("changes", key, () => columnsOf(t, shown));
}

function columnsOf(t: TFunction, { field, terms, isChoosing, hasWhy }: ColumnsShown): ColDef<ChangeShown>[] {
  const taken: ColDef<ChangeShown> = {
    colId: "taken",
    headerName: t("everywhere.taken"),
    width: 52,
    resizable: false,
    cellRenderer: TakeCell,
  };
  const label: ColDef<ChangeShown> = {
    colId: "label",
    headerName: terms ? t("everywhere.name") : t("everywhere.product"),
    flex: 4,
    minWidth: 110,
    context: { tip: (cell) => whereCut(cell, cell.data && nameOf(cell.data)) } satisfies Says<ChangeShown>,
    cellRenderer: TITLE,
  };
  const what: ColDef<ChangeShown> = {
    colId: "action",
    headerName: t(isChoosing ? "everywhere.what" : "everywhere.came_of_it"),
    width: widthOf(t, isChoosing),
    cellClass: styles.outcome ?? "",
    cellRenderer: DEED,
  };
  const side = (name: "before" | "after"): ColDef<ChangeShown> => ({
    colId: name,
    headerName: t(`everywhere.${name}`),
    flex: 2,
    minWidth: 104,
    ...(name === "before"
      ? { cellClass: styles.before ?? "" }
      : { cellClassRules: { [styles.after ?? ""]: ({ data }) => !(data && isNotDone(data)) } }),
    valueGetter: ({ data, context }) => {
      const shown = data?.fields.find((one) => one.field === field);
      const { t, manner, facts } = tellingOf<Telling>(context);
      return shown ? (listedSides(t, manner, shown, facts)[name] ?? "") : "";
    },
  });
  const all: ColDef<ChangeShown> = {
    colId: "changes",
    headerName: t("everywhere.changes"),
    flex: 5,
    minWidth: 130,
    cellRenderer: CHANGES,
  };
  const reason: ColDef<ChangeShown> = {
    colId: "why",
    headerName: t("history.why.title"),
    flex: 4,
    minWidth: 220,
    context: {
      tip: (cell) => whereCut(cell, cell.data && tellingOf<Telling>(cell.context).why?.(cell.data)),
    } satisfies Says<ChangeShown>,
    cellRenderer: REASON,
  };
  const shown = hasWhy ? [reason] : field ? [side("before"), side("after")] : [all];
  return [...(isChoosing ? [taken] : []), label, what, ...shown];
}
