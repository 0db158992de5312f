import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Grid.module.css";
import type { Kind } from "./kinds";
import { useLook } from "./look";
import { rest, type Shown, type Standing, show, stand, type Told } from "./standing";

interface PlainGridProps<Row> extends Told<Row>, Shown<Row> {
  kind: Kind;
  className?: string | undefined;
}

/**
 * A grid in our look and words. Its cells are made without React, which would take three times as long: that is felt
 * where a table of many columns is scrolled fast.
 */
export function PlainGrid<Row>({ kind, columnDefs, datasource, telling, className, ...told }: PlainGridProps<Row>) {
  const { i18n } = useTranslation();
  const look = useLook<Row>();
  const place = useRef<HTMLDivElement>(null);
  const standing = useRef<Standing<Row> | null>(null);
  const wanted = { columnDefs, datasource, telling };
  const language = i18n.language;
  useEffect(() => {
    if (standing.current) {
      standing.current.told = told;
      standing.current.shown.telling = telling;
      if (standing.current.next) {
        standing.current.next.telling = telling;
      }
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another one in another language; all else it is told
  useEffect(() => {
    if (!place.current) {
      return;
    }
    const ours = stand<Row>(kind, language, place.current, look, wanted, told);
    standing.current = ours;
    return () => {
      standing.current = null;
      rest(ours);
    };
  }, [kind, language]);

  // Rows that are there already are drawn with the rest of the page.
  useLayoutEffect(() => {
    if (standing.current) {
      const { shown, next } = standing.current;
      show(standing.current, { ...(next ?? shown), columnDefs, datasource });
    }
  }, [columnDefs, datasource]);

  return <div ref={place} className={`${styles.grid} ${className ?? ""}`} />;
}
