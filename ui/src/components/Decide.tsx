import { Button, Text } from "@mantine/core";
import { IconFileCheck } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../bindings/ChangeShown";
import type { RunReport } from "../bindings/RunReport";
import { useDo } from "../lib/asking";
import styles from "./Decide.module.css";
import { Problem } from "./Problem";

interface DecideProps {
  run: RunReport | undefined;
  /** Only this record; without it all of the run that were left alone. */
  change?: ChangeShown;
}

/** Records that an import left alone because somebody had edited them, and deciding for the file after all. */
export function Decide({ run, change }: DecideProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const decide = useDo("runs.decide");
  const begin = useDo("runs.begin");
  const number = run?.run;
  const count = run?.counts.conflict ?? 0;
  const isOver = run?.status === "completed" || run?.status === "cancelled";
  if (!number || !isOver || run.kind !== "import" || count === 0 || (change && change.outcome !== "conflict")) {
    return null;
  }
  /** What is to be sent is a run of its own, with a page of its own. */
  const bringIn = () =>
    decide.mutate(
      { run: number, ...(change && { changes: [change.change] }) },
      {
        onSuccess: ({ run: decided }) => {
          if (decided) {
            const onSuccess = () => void navigate({ to: "/history/$run", params: { run: String(decided) } });
            begin.mutate({ run: decided }, { onSuccess });
          }
        },
      },
    );
  const error = decide.error ?? begin.error;
  return (
    <div className={styles.decide}>
      {!change && <Text>{t("everywhere.decide.about", { count })}</Text>}
      {!change && run.decided_by && (
        <Link to="/history/$run" params={{ run: String(run.decided_by) }}>
          {t("everywhere.decide.decided", { run: run.decided_by })}
        </Link>
      )}
      {error && <Problem error={error} />}
      <div>
        <Button
          variant="default"
          leftSection={<IconFileCheck size={18} aria-hidden="true" />}
          loading={decide.isPending || begin.isPending}
          onClick={bringIn}
        >
          {change ? t("everywhere.decide.one") : t("everywhere.decide.all", { count })}
        </Button>
      </div>
    </div>
  );
}
