import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./Sign.module.css";

export type Tone = "good" | "careful" | "wrong" | "quiet";

const ICONS = { good: IconCircleCheck, careful: IconAlertTriangle, wrong: IconCircleX, quiet: IconInfoCircle };

/** An outcome in a word, with its sign: never a colour alone. */
export function Sign({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <span className={`${styles.sign} ${styles[tone]}`} data-tone={tone}>
      <Icon size={16} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
