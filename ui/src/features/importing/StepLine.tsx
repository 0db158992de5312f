import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDecided } from "./decided";
import styles from "./StepLine.module.css";
import { canGoTo, STEPS, type Step } from "./step";
import { useGoTo } from "./useGoTo";

/** The steps as a quiet line; under each what was decided in it. */
export function StepLine({ step }: { step: Step }) {
  const { t } = useTranslation();
  const decided = useDecided(step);
  const { goTo } = useGoTo(step.draft);
  const present = STEPS.indexOf(step.name);
  return (
    <nav className={styles.line} aria-label={t("importing.steps_label")}>
      <ol>
        {STEPS.map((name, index) => {
          const isOpen = canGoTo(step, name);
          const state = index === present ? "present" : index < present ? "done" : "later";
          return (
            <li key={name} data-state={state} aria-current={index === present ? "step" : undefined}>
              <button type="button" disabled={!isOpen} onClick={() => goTo(name)}>
                <span className={styles.number} aria-hidden="true">
                  {state === "done" ? <IconCheck size={14} stroke={2.5} /> : index + 1}
                </span>
                <span className={styles.words}>
                  <span className={styles.name}>{t(`importing.steps.${name}`)}</span>
                  <span className={styles.decided} title={decided[name]}>
                    {decided[name]}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
