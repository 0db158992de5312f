import { themeQuartz } from "ag-grid-community";
import { token } from "../../app/tokens";

/** The grid in the colours and spaces of everything else. */
export const gridTheme = themeQuartz.withParams({
  // Scroll bars are as dark or light as the page.
  browserColorScheme: "inherit",
  accentColor: token("accent"),
  backgroundColor: token("raised"),
  foregroundColor: token("ink"),
  textColor: token("ink"),
  borderColor: token("line"),
  chromeBackgroundColor: token("sunken"),
  headerBackgroundColor: token("sunken"),
  headerTextColor: token("ink-quiet"),
  headerFontWeight: 600,
  headerFontSize: 13,
  fontFamily: "inherit",
  fontSize: 13,
  dataFontSize: 13,
  spacing: 6,
  rowHeight: 34,
  headerHeight: 36,
  cellHorizontalPadding: 10,
  borderRadius: 0,
  wrapperBorderRadius: 0,
  wrapperBorder: false,
  columnBorder: true,
  selectedRowBackgroundColor: "var(--ls-chosen)",
  oddRowBackgroundColor: token("raised"),
  rangeSelectionBorderColor: token("accent"),
  inputFocusBorder: { color: token("accent") },
  cellEditingBorder: { color: token("accent"), width: 2 },
  cellEditingShadow: "none",
});
