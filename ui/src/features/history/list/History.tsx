import { Button, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../components/Empty";
import { Problem } from "../../../components/Problem";
import { Ledger, Telescope } from "../../../components/pictures/pictures";
import { QuietLine } from "../../../components/QuietLine";
import { askAhead, useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { usePlatform } from "../../../platform/platform";
import type { RunsSearch } from "../search";
import styles from "./History.module.css";
import { Interrupted } from "./Interrupted";
import { RunsGrid } from "./RunsGrid";
import { Tools } from "./Tools";
import { useRuns } from "./useRuns";

const route = getRouteApi("/history");

/** Everything that was ever done to a shop, the latest first. */
export function History() {
  const { t } = useTranslation();
  const manner = useManner();
  const platform = usePlatform();
  const queries = useQueryClient();
  const search = route.useSearch();
  const navigate = useNavigate();
  const interrupted = useAsk("runs.interrupted", {});
  const runs = useRuns(search);
  const goDown = useRef<() => void>(() => {});
  const isNarrowed = Object.values(search).some((one) => one !== undefined);
  const narrow = (change: RunsSearch) =>
    void navigate({ to: "/history", search: { ...search, ...change }, replace: true });

  const isNew = runs.total === 0 && !isNarrowed && !runs.isOld;
  return (
    <div className={styles.room}>
      <header className={styles.header}>
        <Title order={1}>{t("history.title")}</Title>
        <p className={styles.about}>{t("history.about")}</p>
      </header>
      <Interrupted runs={interrupted.data ?? []} />
      <div className={styles.sheet}>
        {runs.error && <Problem error={runs.error} />}
        {!isNew && !runs.error && <Tools search={search} onSearch={narrow} onDown={() => goDown.current()} />}
        {isNew && (
          <Empty
            picture={<Ledger />}
            title={t("history.none")}
            action={
              <Button component={Link} to="/">
                {t("shell.to_import")}
              </Button>
            }
          >
            {t("history.none_about")}
          </Empty>
        )}
        {runs.total === 0 && isNarrowed && (
          <Empty
            picture={<Telescope />}
            title={t("history.nothing_fits")}
            action={
              <Button variant="default" component={Link} to="/history">
                {t("history.find.show_all")}
              </Button>
            }
          />
        )}
        {runs.total !== 0 && !runs.error && (
          <>
            <RunsGrid
              fetch={runs.fetch}
              version={runs.version}
              place={JSON.stringify(search)}
              onReach={(run) => {
                askAhead(queries, platform, "runs.show", { run });
                askAhead(queries, platform, "runs.summary", { run });
              }}
              onOpen={(run) => void navigate({ to: "/history/$run", params: { run: String(run) } })}
              onReady={(focus) => {
                goDown.current = focus;
              }}
            />
            <QuietLine>
              {runs.total !== undefined && t("history.count", { count: runs.total, number: manner.number(runs.total) })}
            </QuietLine>
          </>
        )}
      </div>
    </div>
  );
}
