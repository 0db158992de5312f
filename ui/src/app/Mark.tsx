import styles from "./Mark.module.css";

/** The lighthouse of the program's icon, small. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 34 34" aria-hidden="true" focusable="false">
      <path className={styles.light} d="M21 8 L33 4 V13 Z M13 8 L1 4 V13 Z" />
      <path className={styles.tower} d="M13.2 13 H20.8 L23 30 H11 Z" />
      <path className={styles.band} d="M12.5 18.5 H21.5 L22.1 23 H11.9 Z" />
      <path className={styles.tower} d="M14 5.5 L17 2.5 L20 5.5 V12 H14 Z" />
      <path className={styles.line} d="M5 32 H29" />
    </svg>
  );
}
