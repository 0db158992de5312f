import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  type GetLocaleTextParams,
  InfiniteRowModelModule,
  LocaleModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TextEditorModule,
  TooltipModule,
} from "ag-grid-community";
import { AgGridReact, type AgGridReactProps } from "ag-grid-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { styleNonce } from "../../app/nonce";
import styles from "./Grid.module.css";
import { gridTheme } from "./theme";

ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  InfiniteRowModelModule,
  LocaleModule,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TextEditorModule,
  TooltipModule,
]);

/** A grid in our look and our words. */
export function Grid<Row>(props: AgGridReactProps<Row>) {
  const { t, i18n } = useTranslation();
  const localeText = useCallback(
    ({ key, defaultValue }: GetLocaleTextParams) =>
      i18n.exists(`everywhere.grid.${key}`) ? t(`everywhere.grid.${key}` as never) : defaultValue,
    [t, i18n],
  );
  return (
    <div className={styles.grid}>
      <AgGridReact<Row>
        key={i18n.language}
        theme={gridTheme}
        styleNonce={styleNonce()}
        getLocaleText={localeText}
        animateRows={false}
        suppressDragLeaveHidesColumns
        suppressMovableColumns
        enableCellTextSelection={false}
        tooltipShowDelay={400}
        {...props}
      />
    </div>
  );
}
