import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { ApiError } from "../platform/platform";
import styles from "./Entries.module.css";
import { Problem } from "./Problem";

/** What somebody keeps, one below the other. */
export function Entries({ children }: { children: ReactNode }) {
  return <ul className={styles.list}>{children}</ul>;
}

interface EntryProps {
  icon?: ReactNode;
  /** What it is called, and what is to be known of it. */
  children: ReactNode;
  signs?: ReactNode;
  actions: ReactNode;
  error?: ApiError | null;
  /** What is asked about it. */
  dialogs?: ReactNode;
}

/** One of them: what it is at the left, what can be done with it at the right. */
export function Entry({ icon, children, signs, actions, error, dialogs }: EntryProps) {
  return (
    <li className={styles.entry}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <div className={styles.words}>{children}</div>
      {signs && (
        <Group gap="sm" className={styles.signs ?? ""}>
          {signs}
        </Group>
      )}
      <Group gap="sm" className={styles.actions ?? ""}>
        {actions}
      </Group>
      {error && (
        <div className={styles.problem}>
          <Problem error={error} />
        </div>
      )}
      {dialogs}
    </li>
  );
}
