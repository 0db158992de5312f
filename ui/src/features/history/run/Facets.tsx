import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useManner } from "../../../lib/format";
import styles from "./Facets.module.css";

interface FacetsProps {
  title: string;
  entries: { key: string; label: ReactNode; count: number }[];
  /** What the list is narrowed to. */
  chosen: string | undefined;
  onChoose: (key: string | undefined) => void;
  /** Entries that only tell. */
  children?: ReactNode;
}

/** Numbers that lead to what they count; a second press leads back to everything. */
export function Facets({ title, entries, chosen, onChoose, children }: FacetsProps) {
  const manner = useManner();
  if (entries.length === 0 && !children) {
    return null;
  }
  return (
    <section>
      <Title order={3} className={styles.title ?? ""}>
        {title}
      </Title>
      <ul className={styles.list}>
        {entries.map(({ key, label, count }) => (
          <li key={key}>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={key === chosen}
              onClick={() => onChoose(key === chosen ? undefined : key)}
            >
              <span className={styles.label}>{label}</span>
              <span className={styles.count}>{manner.number(count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}
