import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./Room.module.css";

interface RoomProps {
  title: string;
  /** One sentence on what the room is for. */
  about?: string;
  /** What can be done here, at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** A room of the window: its name, what can be done in it, and one sheet with the work. */
export function Room({ title, about, actions, children }: RoomProps) {
  return (
    <div className={styles.room}>
      <header className={styles.header}>
        <div>
          <Title order={1}>{title}</Title>
          {about && <Text c="dimmed">{about}</Text>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.sheet}>{children}</div>
    </div>
  );
}
