import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  type GetLocaleTextParams,
  type GridApi,
  type GridOptions,
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
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { styleNonce } from "../../app/nonce";
import { PagedRowsModule } from "./paged";
import { gridTheme } from "./theme";
import { PASSING, Tip } from "./tips";

ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  LocaleModule,
  PagedRowsModule,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TextEditorModule,
  TooltipModule,
]);

/** Our look and our words: what all grids have in common. */
export function useLook<Row>(): GridOptions<Row> {
  const { t, i18n } = useTranslation();
  const getLocaleText = useCallback(
    // What we have no words for is not said: the grid would say it in English, in every language.
    ({ key }: GetLocaleTextParams) =>
      i18n.exists(`everywhere.grid.${key}`) ? t(`everywhere.grid.${key}` as never) : "",
    [t, i18n],
  );
  return useMemo(
    () => ({
      theme: gridTheme,
      styleNonce: styleNonce(),
      getLocaleText,
      animateRows: false,
      suppressDragLeaveHidesColumns: true,
      suppressMovableColumns: true,
      enableCellTextSelection: false,
      tooltipShowDelay: PASSING,
      tooltipSwitchShowDelay: PASSING,
      components: { agTooltipComponent: Tip },
      // Rows above and below what is seen: each of them has to be drawn before a jump ends.
      rowBuffer: 2,
    }),
    [getLocaleText],
  );
}

/** Brings the first row into view, where there is one. */
export function showFirst<Row>(grid: GridApi<Row> | null): void {
  if (grid && grid.getDisplayedRowCount() > 0) {
    grid.ensureIndexVisible(0, "top");
  }
}
