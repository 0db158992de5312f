import { type ColDef, createGrid, type GridApi, type GridOptions, type IDatasource } from "ag-grid-community";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Grid.module.css";
import { showFirst, useLook } from "./look";

type Handlers<Row> = Pick<
  GridOptions<Row>,
  "onBodyScrollEnd" | "onCellClicked" | "onCellDoubleClicked" | "onCellKeyDown" | "onCellValueChanged" | "onGridReady"
>;

interface PlainGridProps<Row> extends Handlers<Row> {
  columnDefs: ColDef<Row>[];
  datasource: IDatasource;
  /** What never changes while the grid stands. */
  fixed: GridOptions<Row>;
}

/**
 * A grid in our look and words. Its cells are made without React, which would take three times as long: that is felt
 * where a table of many columns is scrolled fast.
 */
export function PlainGrid<Row>({ columnDefs, datasource, fixed, ...handlers }: PlainGridProps<Row>) {
  const { i18n } = useTranslation();
  const look = useLook<Row>();
  const place = useRef<HTMLDivElement>(null);
  const grid = useRef<GridApi<Row> | null>(null);
  const present = useRef<Handlers<Row>>(handlers);
  present.current = handlers;
  const wanted = { columnDefs, datasource };
  /** What the grid was told last. */
  const told = useRef(wanted);
  const language = i18n.language;

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew in another language, told all else
  useEffect(() => {
    if (!place.current) {
      return;
    }
    const made = createGrid<Row>(place.current, {
      ...look,
      ...fixed,
      ...wanted,
      onBodyScrollEnd: (event) => present.current.onBodyScrollEnd?.(event),
      onCellClicked: (event) => present.current.onCellClicked?.(event),
      onCellValueChanged: (event) => present.current.onCellValueChanged?.(event),
      onCellDoubleClicked: (event) => present.current.onCellDoubleClicked?.(event),
      onCellKeyDown: (event) => present.current.onCellKeyDown?.(event),
      onGridReady: (event) => present.current.onGridReady?.(event),
    });
    grid.current = made;
    told.current = wanted;
    return () => {
      grid.current = null;
      made.destroy();
    };
  }, [language]);

  useEffect(() => {
    const before = told.current;
    told.current = { columnDefs, datasource };
    if (before.columnDefs !== columnDefs) {
      grid.current?.setGridOption("columnDefs", columnDefs);
    }
    if (before.datasource !== datasource) {
      grid.current?.setGridOption("datasource", datasource);
      // Other rows are looked at from the first on.
      showFirst(grid.current);
    }
  }, [columnDefs, datasource]);

  return <div ref={place} className={styles.grid} />;
}
