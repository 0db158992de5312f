import { useTranslation } from "react-i18next";
import type { StoreTried } from "../../../bindings/StoreTried";
import { Sign } from "../../../components/Sign";
import styles from "./AddStore.module.css";

/** An address of this computer, without encryption: nothing leaves it that somebody could read. */
const HERE = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i;

/** What was found out on the way to the shop, step by step. */
export function TestSteps({ tried, url }: { tried: StoreTried; url: string }) {
  const { t } = useTranslation();
  const isHere = HERE.test(tried.url ?? url);
  return (
    <ol className={styles.steps}>
      {tried.steps.map(({ step, state }) => (
        <li key={step}>
          {state === "open" ? (
            <span className={styles.later}>{t(`stores.point.${step}.asked`)}</span>
          ) : state === "passed" ? (
            <Sign tone="good">
              {t(step === "reach" && isHere ? "stores.point.reach.good_here" : `stores.point.${step}.good`)}
            </Sign>
          ) : (
            <Sign tone={tried.can_be_added ? "careful" : "wrong"}>{t(`stores.point.${step}.wrong`)}</Sign>
          )}
        </li>
      ))}
    </ol>
  );
}
