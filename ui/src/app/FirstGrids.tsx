import { useLocation } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { changeColumns } from "../components/changes/columns";
import { FirstGrid } from "../components/grid/FirstGrid";
import { runColumns } from "../features/history/list/RunsGrid";

const CHANGES = { field: null, terms: false, isChoosing: false, hasWhy: false };

/** Grids are made ready on the first page, which has none. */
export function FirstGrids() {
  const { t, i18n } = useTranslation();
  const isStart = useLocation({ select: ({ pathname }) => pathname === "/" });
  const columns = useMemo(
    () => ({ runs: runColumns(t, i18n.language), changes: changeColumns(t, i18n.language, CHANGES) }),
    [t, i18n.language],
  );
  return isStart && <FirstGrid columns={columns} />;
}
