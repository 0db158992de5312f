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
                  <span className={styles.decided}>
                    {decided[name].map((part, place) =>
                      name === "file" && place === 0 ? (
                        <FileName key={part} name={part} />
                      ) : (
                        <span key={part}>{part}</span>
                      ),
                    )}
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

/** So much of the end of a long name is always seen. */
const END = 8;

/** A name that is shortened in its middle where it has too little room. */
function FileName({ name }: { name: string }) {
  const cut = name.length > 2 * END ? name.length - END : name.length;
  return (
    <span className={styles.file} title={name} data-theirs>
      <span className={styles.beginning}>{name.slice(0, cut)}</span>
      {cut < name.length && <span className={styles.end}>{name.slice(cut)}</span>}
    </span>
  );
}
