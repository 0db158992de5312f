import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import own from "./Run.module.css";

/** A plan that was put away before anybody began it: the way back to where another one is made. */
export function PlanGone({ draft, run }: { draft: DraftShown; run: number }) {
  const { t } = useTranslation();
  const { goTo, error } = useGoTo(draft);
  const done = draft.run;
  // The plan of an undo is made anew from what the import came to, that of an import from its rows.
  const back = () => (done !== null && done !== run ? goTo("result", { run: done }) : goTo("check"));
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.whole}`}>
        <section className={`${styles.main} ${own.sheet}`}>
          <div className={own.run}>
            <Title order={2} size="h1">
              {t("importing.run.plan_gone")}
            </Title>
            <Text>{t("importing.run.plan_gone_about")}</Text>
            {error && <Problem error={error} />}
          </div>
        </section>
      </div>
      <Foot onBack={back} />
    </div>
  );
}
