import { Button, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import styles from "./Copies.module.css";

/** What a run made a second time because a request was delivered twice, and how it goes. */
export function Copies({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const count = run.lost_answers?.copies ?? 0;
  if (count === 0 || run.run === null || run.store_gone) {
    return null;
  }
  return (
    <section className={styles.copies}>
      <Text fw={600}>{t("everywhere.copies", { count })}</Text>
      <Text size="sm">{t("everywhere.copies_why")}</Text>
      <Button
        variant="default"
        size="compact-sm"
        component={Link}
        to={`/history/${run.run}/undo?copies=true`}
        className={styles.way ?? ""}
      >
        {t("everywhere.copies_remove", { count })}
      </Button>
    </section>
  );
}
