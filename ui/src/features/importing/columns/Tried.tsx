import { Skeleton, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ColumnDecision } from "../../../bindings/ColumnDecision";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";
import styles from "./Tried.module.css";

/** What becomes of some cells of a column: as they stand in the file, and as they go to the shop. */
export function Tried({ draft, decision }: { draft: number; decision: ColumnDecision }) {
  const { t } = useTranslation();
  const said = useSaid();
  const tried = useAsk("drafts.try_steps", { draft, ...decision }, { keep: true });
  if (tried.error) {
    return <Problem error={tried.error} />;
  }
  if (!tried.data) {
    return <Skeleton h={160} />;
  }
  return (
    <section>
      <Title order={3} mb="xs">
        {t("importing.tried.title")}
      </Title>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("importing.tried.before")}</th>
            <th scope="col">{t("importing.tried.after")}</th>
          </tr>
        </thead>
        <tbody>
          {tried.data.slice(0, 40).map(({ before, after, read, issues }) => {
            const worst = issues.find(({ severity }) => severity === "error") ?? issues[0];
            return (
              <tr key={before} data-severity={worst?.severity}>
                <td>{before || t("everywhere.empty")}</td>
                <td>
                  {read ?? after ?? t("everywhere.empty")}
                  {worst && <small>{said("issues", worst.code, worst.params)}</small>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
