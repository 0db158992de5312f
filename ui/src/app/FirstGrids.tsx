import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { changeColumns } from "../components/changes/columns";
import { FirstGrid } from "../components/grid/FirstGrid";
import { runColumns } from "../features/history/list/RunsGrid";
import { wanted } from "../features/history/list/useRuns";
import { askAhead } from "../lib/asking";
import { usePlatform } from "../platform/platform";

const CHANGES = { field: null, terms: false, isChoosing: false, hasWhy: false };
/** Milliseconds that the first page is left alone at first. */
const UNTIL = 500;

/** Grids are made ready on the first page, which has none; and what the largest of them begins with is asked for. */
export function FirstGrids() {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const platform = usePlatform();
  const isStart = useLocation({ select: ({ pathname }) => pathname === "/" });
  useEffect(() => {
    if (isStart) {
      const later = setTimeout(() => askAhead(queries, platform, "runs.list", wanted({}, 0)), UNTIL);
      return () => clearTimeout(later);
    }
  }, [isStart, queries, platform]);
  const columns = useMemo(
    () => ({ runs: runColumns(t, i18n.language), changes: changeColumns(t, i18n.language, CHANGES) }),
    [t, i18n.language],
  );
  return isStart && <FirstGrid columns={columns} />;
}
