import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { Working } from "../../../components/Working";
import { useStoreName } from "../../../lib/storeName";
import { usePlanning } from "../check/usePlanning";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import own from "./Run.module.css";

/** A plan that was put away before anybody began it: another one is made from here. */
export function PlanGone({ draft, run }: { draft: DraftShown; run: number }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const { goTo, error: going } = useGoTo(draft);
  const planning = usePlanning(draft);
  const done = draft.run;
  // The plan of an undo is made anew from what the import came to, that of an import from its rows.
  const isUndo = done !== null && done !== run;
  const back = () => (isUndo ? goTo("result", { run: done }) : goTo("check"));
  const error = planning.error ?? going;
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
            {planning.isPlanning && (
              <Working
                label={t("importing.check.comparing", { store: nameOf(draft.store ?? "") })}
                progress={planning.progress}
                onStop={planning.stop}
              />
            )}
          </div>
        </section>
      </div>
      <Foot
        onBack={back}
        main={
          isUndo
            ? undefined
            : { label: t("importing.run.plan_again"), onClick: planning.plan, loading: planning.isPlanning }
        }
      />
    </div>
  );
}
