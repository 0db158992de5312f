import { Skeleton, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ColumnDecision } from "../../../bindings/ColumnDecision";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { choiceText } from "../../../lib/choices";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import styles from "./Tried.module.css";

/** The field of a product whose words a column has, where it is called otherwise. */
const FEEDS: Readonly<Record<string, string>> = { in_stock: "stock_status", published: "status" };

/** What becomes of some cells of a column: as they stand in the file, and as they go to the shop. */
export function Tried({ draft, decision }: { draft: DraftShown; decision: ColumnDecision }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const tried = useAsk("drafts.try_steps", { draft: draft.draft, ...decision }, { keep: true });
  const fields = useAsk("drafts.fields", {});
  const stores = useAsk("stores.list", {});
  const isMoney = fields.data?.some(({ field, kind }) => field === decision.field && kind === "money");
  const currency = stores.data?.find(({ name }) => name === draft.store)?.facts?.currency;
  const wordsOf = FEEDS[decision.field ?? ""] ?? decision.field ?? "";
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
                  {(read && (isMoney ? manner.decimal(read, currency) : choiceText(t, wordsOf, read))) ??
                    after ??
                    t("everywhere.empty")}
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
