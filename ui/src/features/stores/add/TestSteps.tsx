import { useTranslation } from "react-i18next";
import type { StoreTried } from "../../../bindings/StoreTried";
import { Sign } from "../../../components/Sign";
import styles from "./AddStore.module.css";

/** An address of this computer, without encryption: nothing leaves it that somebody could read. */
const HERE = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/i;

/** Where it is the shop's certificate that is in the way: everything else is no question of safety. */
const UNSAFE = /^store_(certificate_|authority_|no_trusted_|tls_|plain_http$)/;

/** What was found out on the way to the shop, step by step. */
export function TestSteps({ tried, url }: { tried: StoreTried; url: string }) {
  const { t } = useTranslation();
  const isHere = HERE.test(tried.url ?? url);
  return (
    <ol className={styles.steps}>
      {tried.steps.map(({ step, state, error }) => (
        <li key={step}>
          {state === "open" ? (
            <span className={styles.later}>{t(`stores.point.${step}.asked`)}</span>
          ) : state === "passed" ? (
            <Sign tone="good">
              {t(step === "reach" && isHere ? "stores.point.reach.good_here" : `stores.point.${step}.good`)}
            </Sign>
          ) : (
            <Sign tone={tried.can_be_added ? "careful" : "wrong"}>
              {t(
                step === "reach" && error && !UNSAFE.test(error.code)
                  ? "stores.point.reach.unreached"
                  : `stores.point.${step}.wrong`,
              )}
            </Sign>
          )}
        </li>
      ))}
    </ol>
  );
}
