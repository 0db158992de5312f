import { Button } from "@mantine/core";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../../components/Empty";
import { Problem } from "../../../components/Problem";
import { Ledger } from "../../../components/pictures/pictures";
import { Working } from "../../../components/Working";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import type { UndoSearch } from "../search";
import { Planned } from "./Planned";
import styles from "./Undo.module.css";
import { usePlanUndo } from "./usePlanUndo";

const route = getRouteApi("/history/$run/undo");

/** The way back: first what it would do, then, when that is agreed to, the doing. */
export function Undo() {
  const number = Number(route.useParams().run);
  const { plan, change, copies, fields } = route.useSearch();
  return plan === undefined ? (
    <Planning
      key={`${number}/${change ?? ""}/${fields ?? ""}`}
      run={number}
      change={change}
      copies={copies}
      fields={fields}
    />
  ) : (
    <Planned key={plan} run={number} plan={plan} />
  );
}

/** The shop is looked at. Once that is done, the address holds the plan: it is there again after going back. */
function Planning({ run, change, copies, fields }: { run: number } & Pick<UndoSearch, "change" | "copies" | "fields">) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const navigate = useNavigate();
  const report = useAsk("runs.show", { run });
  const planning = usePlanUndo();
  const params = { run: String(run) };
  const begin = () =>
    planning.mutate(
      { run, ...(change !== undefined && { changes: [change] }), ...(copies && { copies }), ...(fields && { fields }) },
      {
        onSuccess: ({ plan, edited }) =>
          void navigate({
            to: "/history/$run/undo",
            params,
            // Of a single record that somebody edited, there is only that to be decided.
            search: {
              change,
              copies,
              fields,
              plan,
              edited: edited ?? undefined,
              part: edited !== null && change !== undefined ? "edited" : undefined,
            },
            replace: true,
          }),
        onError: ({ code }) => {
          if (code === "cancelled") {
            void navigate({ to: "/history/$run", params });
          }
        },
      },
    );
  const isBegun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is opened
  useEffect(() => {
    if (!isBegun.current) {
      isBegun.current = true;
      begin();
    }
  }, []);

  const { error } = planning;
  const back = (
    <Button variant="default" component={Link} to={`/history/${run}`}>
      {t("history.undo.to_run")}
    </Button>
  );
  const by = error?.code === "run_already_undone" ? Number(error.params.by) : 0;
  return (
    <div className={styles.room}>
      <div className={styles.alone}>
        {by > 0 && (
          <Empty picture={<Ledger />} title={t("history.undo.already")} action={back}>
            <Link to="/history/$run" params={{ run: String(by) }} className={styles.link}>
              {t("history.undo.already_by", { run: manner.number(by) })}
            </Link>
          </Empty>
        )}
        {error && by === 0 && (
          <div className={styles.problem}>
            <Problem
              error={error}
              action={
                <>
                  <Button size="compact-sm" onClick={begin}>
                    {t("everywhere.try_again")}
                  </Button>
                  <Button size="compact-sm" variant="default" component={Link} to={`/history/${run}`}>
                    {t("history.undo.to_run")}
                  </Button>
                </>
              }
            />
          </div>
        )}
        {!error && (
          <div className={styles.looking}>
            <Working
              label={t("history.undo.looking", { store: nameOf(report.data?.store ?? "") })}
              progress={planning.progress}
              onStop={planning.stop}
            />
            <p className={styles.about}>{t("history.undo.looking_about")}</p>
          </div>
        )}
      </div>
    </div>
  );
}
