import type { ColDef, IDatasource } from "ag-grid-community";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Grid.module.css";
import type { Kind } from "./kinds";
import { showFirst, useLook } from "./look";
import { rest, type Standing, stand, type Told } from "./standing";

interface PlainGridProps<Row> extends Told<Row> {
  kind: Kind;
  columnDefs: ColDef<Row>[];
  /** A new one means: other rows, which are looked at from the first on. */
  datasource: IDatasource;
  className?: string | undefined;
}

/**
 * A grid in our look and words. Its cells are made without React, which would take three times as long: that is felt
 * where a table of many columns is scrolled fast.
 */
export function PlainGrid<Row>({ kind, columnDefs, datasource, className, ...told }: PlainGridProps<Row>) {
  const { i18n } = useTranslation();
  const look = useLook<Row>();
  const place = useRef<HTMLDivElement>(null);
  const standing = useRef<Standing<Row> | null>(null);
  const wanted = { columnDefs, datasource };
  /** What the grid was told last. */
  const shown = useRef(wanted);
  const language = i18n.language;
  useEffect(() => {
    if (standing.current) {
      standing.current.told = told;
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another one in another language; all else it is told
  useEffect(() => {
    if (!place.current) {
      return;
    }
    const ours = stand<Row>(kind, language, place.current, look, wanted, told);
    standing.current = ours;
    shown.current = wanted;
    return () => {
      standing.current = null;
      rest(ours);
    };
  }, [kind, language]);

  useEffect(() => {
    const before = shown.current;
    const grid = standing.current?.grid;
    shown.current = { columnDefs, datasource };
    if (before.columnDefs !== columnDefs) {
      grid?.setGridOption("columnDefs", columnDefs);
    }
    if (before.datasource !== datasource) {
      grid?.setGridOption("datasource", datasource);
      showFirst(grid ?? null);
    }
  }, [columnDefs, datasource]);

  return <div ref={place} className={`${styles.grid} ${className ?? ""}`} />;
}
