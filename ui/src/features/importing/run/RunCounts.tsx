import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import { Sign, type Tone } from "../../../components/Sign";
import { useManner } from "../../../lib/format";
import styles from "./Run.module.css";

/** What a run did so far, in numbers. */
export function RunCounts({ report }: { report: RunReport }) {
  const { t } = useTranslation();
  const manner = useManner();
  const { counts } = report;
  // What is under way is noted as sent until its answer is there: it is not known only where the run has ended.
  const isUnderWay = report.status === "running";
  const waits = Boolean(report.now?.waiting);
  const shown: [keyof typeof counts, Tone][] = [
    ["update", "good"],
    ["create", "good"],
    ["delete", "good"],
    ["altered", "careful"],
    ["conflict", "careful"],
    ["failed", "wrong"],
    ["unknown", isUnderWay ? "quiet" : "careful"],
    ["unchanged", "quiet"],
    ["skipped", "quiet"],
  ];
  return (
    <dl className={styles.counts}>
      {shown
        .filter(([name]) => counts[name] > 0 && !(isUnderWay && !waits && name === "unknown"))
        .map(([name, tone]) => (
          <div key={name} className={styles.count}>
            <dt>
              <Sign tone={tone}>
                {isUnderWay && name === "unknown" ? t("everywhere.outcome.sent") : t(`importing.done.${name}` as never)}
              </Sign>
            </dt>
            <dd>{manner.number(counts[name])}</dd>
          </div>
        ))}
    </dl>
  );
}
