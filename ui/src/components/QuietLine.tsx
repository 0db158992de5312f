import type { ReactNode } from "react";
import styles from "./QuietLine.module.css";

/** What a table says of its rows, below them. */
export function QuietLine({ children }: { children: ReactNode }) {
  return (
    <div className={styles.place}>
      <output className={styles.line}>{children}</output>
    </div>
  );
}
