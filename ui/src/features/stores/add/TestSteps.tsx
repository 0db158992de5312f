import { useTranslation } from "react-i18next";
import type { StoreTried } from "../../../bindings/StoreTried";
import { Sign } from "../../../components/Sign";
import styles from "./AddStore.module.css";

/** What was found out on the way to the shop, step by step. */
export function TestSteps({ tried }: { tried: StoreTried }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.steps}>
      {tried.steps.map(({ step, state }) => (
        <li key={step}>
          {state === "open" ? (
            <span className={styles.later}>{t(`stores.point.${step}.asked`)}</span>
          ) : state === "passed" ? (
            <Sign tone="good">{t(`stores.point.${step}.good`)}</Sign>
          ) : (
            <Sign tone={tried.can_be_added ? "careful" : "wrong"}>{t(`stores.point.${step}.wrong`)}</Sign>
          )}
        </li>
      ))}
    </ol>
  );
}
