import { Progress as Bar, Button, Loader, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Progress } from "../lib/asking";
import { durationText, leftText, useManner } from "../lib/format";
import styles from "./Working.module.css";

interface WorkingProps {
  /** What is being done. */
  label: string;
  progress?: Progress | null;
  onStop?: () => void;
}

/** Something is under way: what, how far, and how to stop it. */
export function Working({ label, progress, onStop }: WorkingProps) {
  const { t } = useTranslation();
  const manner = useManner();
  const total = progress?.total ?? null;
  const amount = progress?.stage === "fetching" ? manner.size : manner.number;
  // Of a pause that the shop asked for, seconds are counted.
  const isHeld = progress?.stage === "held";
  const pause = { time: durationText(t, manner, total ?? 0) };
  return (
    <div className={styles.working} role="status">
      <div className={styles.line}>
        <Loader size={18} aria-hidden="true" />
        <Text>{progress ? String(t(`everywhere.stage.${progress.stage}` as never, pause as never)) : label}</Text>
        {progress && (isHeld || progress.done > 0) && (
          <Text c="dimmed" className={styles.count}>
            {isHeld
              ? leftText(t, manner, (total ?? 0) - progress.done)
              : total
                ? t("everywhere.done_of", { done: amount(progress.done), total: amount(total) })
                : amount(progress.done)}
          </Text>
        )}
      </div>
      {total !== null && total > 0 && (
        <Bar
          value={Math.min(100, (100 * (progress?.done ?? 0)) / total)}
          size="sm"
          aria-label={label}
          className={styles.bar}
        />
      )}
      {onStop && (
        <Button variant="subtle" size="compact-sm" onClick={onStop}>
          {t("everywhere.stop")}
        </Button>
      )}
    </div>
  );
}
