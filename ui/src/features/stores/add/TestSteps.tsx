import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { StoreFacts } from "../../../bindings/StoreFacts";
import { Sign } from "../../../components/Sign";
import type { ApiError } from "../../../platform/platform";
import styles from "./AddStore.module.css";
import { POINTS, type Point, pointOf } from "./testing";

interface TestStepsProps {
  isTesting: boolean;
  error: ApiError | null;
  facts: StoreFacts | null;
}

/** What was found out on the way to the shop, point by point. */
export function TestSteps({ isTesting, error, facts }: TestStepsProps) {
  const { t } = useTranslation();
  if (isTesting) {
    return <Loader aria-label={t("stores.testing")} />;
  }
  const failed = error ? pointOf(error.code) : null;
  if (error && !failed) {
    return null;
  }
  const reached = failed ? POINTS.indexOf(failed) : POINTS.length;
  const mayWrite = facts?.access.write ?? true;
  const tone = (point: Point, index: number) => {
    if (index > reached) {
      return null;
    }
    if (index === reached) {
      return "wrong" as const;
    }
    return point === "write" && !mayWrite ? ("careful" as const) : ("good" as const);
  };
  return (
    <ol className={styles.steps}>
      {POINTS.map((point, index) => {
        const found = tone(point, index);
        return (
          <li key={point}>
            {found === null ? (
              <span className={styles.later}>{t(`stores.point.${point}.asked`)}</span>
            ) : (
              <Sign tone={found}>
                {found === "good" ? t(`stores.point.${point}.good`) : t(`stores.point.${point}.wrong`)}
              </Sign>
            )}
          </li>
        );
      })}
    </ol>
  );
}
