import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { LaterRun } from "../../bindings/LaterRun";
import { useManner } from "../../lib/format";
import styles from "./ByLaterRun.module.css";

/** Which run of ours changed a field after the one that is taken back, and the way to it. */
export function ByLaterRun({ by: { run, file } }: { by: LaterRun }) {
  const { t } = useTranslation();
  const number = useManner().number(run);
  return (
    <Link to="/history/$run" params={{ run: String(run) }} className={styles.link}>
      {file ? t("everywhere.later_file", { run: number, file }) : t("everywhere.later_undo", { run: number })}
    </Link>
  );
}
