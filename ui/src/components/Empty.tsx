import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./Empty.module.css";

interface EmptyProps {
  picture: ReactNode;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  action?: ReactNode;
  /** 1 where it is all that the page has. */
  order?: 1 | 2;
}

/** A list without entries: what it is for, and what to do. */
export function Empty({ picture, title, children, action, order = 2 }: EmptyProps) {
  return (
    <section className={styles.room}>
      {picture}
      <Title order={order} size="h2">
        {title}
      </Title>
      {children && <Text className={styles.sentence}>{children}</Text>}
      {action}
    </section>
  );
}
