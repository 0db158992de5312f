import { AgGridReact, type AgGridReactProps } from "ag-grid-react";
import { useTranslation } from "react-i18next";
import styles from "./Grid.module.css";
import { useLook } from "./look";

/** A grid whose cells may hold anything. */
export function Grid<Row>(props: AgGridReactProps<Row>) {
  const { i18n } = useTranslation();
  const look = useLook<Row>();
  return (
    <div className={styles.grid}>
      <AgGridReact<Row> key={i18n.language} {...look} {...props} />
    </div>
  );
}
