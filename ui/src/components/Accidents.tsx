import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Accident } from "../bindings/Accident";
import { useManner } from "../lib/format";
import { useSaid } from "../lib/said";
import styles from "./Accidents.module.css";
import { Sign } from "./Sign";

/** What looks like an accident in a plan, before anything is sent. */
export function Accidents({ accidents }: { accidents: readonly Accident[] | undefined }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  if (!accidents || accidents.length === 0) {
    return null;
  }
  return (
    <section className={styles.warnings} aria-label={t("importing.changes.accidents")}>
      {accidents.map(({ code, count, of }) => (
        <Sign key={code} tone="wrong">
          {said("accidents", code, { count, of: manner.number(of) })}
        </Sign>
      ))}
      <Text size="sm">{t("importing.changes.accidents_about")}</Text>
    </section>
  );
}
