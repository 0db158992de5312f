import { useTranslation } from "react-i18next";
import type { Counts } from "../../../bindings/Counts";
import { Sign, type Tone } from "../../../components/Sign";
import { useManner } from "../../../lib/format";
import styles from "./Result.module.css";

/** What is counted, how it sounds, and which outcome narrows the list to it. */
const SHOWN: [keyof Counts, Tone, string | null][] = [
  ["update", "good", null],
  ["create", "good", null],
  ["delete", "good", null],
  ["altered", "careful", "altered"],
  ["conflict", "careful", "conflict"],
  ["failed", "wrong", "failed"],
  ["unknown", "careful", "unknown"],
  ["skipped", "quiet", "skipped"],
  ["unchanged", "quiet", null],
];

interface OutcomesProps {
  counts: Counts;
  chosen: string | null;
  onChoose: (outcome: string | null) => void;
}

/** What became of the records, in numbers; what did not go as meant can be looked at by itself. */
export function Outcomes({ counts, chosen, onChoose }: OutcomesProps) {
  const { t } = useTranslation();
  const manner = useManner();
  return (
    <ul className={styles.outcomes}>
      {SHOWN.filter(([name]) => counts[name] > 0).map(([name, tone, outcome]) => {
        const words = (
          <>
            <span className={styles.number}>{manner.number(counts[name])}</span>
            <Sign tone={tone}>{t(`importing.done.${name}` as never)}</Sign>
          </>
        );
        return (
          <li key={name}>
            {outcome ? (
              <button
                type="button"
                className={styles.outcome}
                aria-pressed={outcome === chosen}
                onClick={() => onChoose(outcome === chosen ? null : outcome)}
              >
                {words}
              </button>
            ) : (
              <div className={styles.outcome}>{words}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
