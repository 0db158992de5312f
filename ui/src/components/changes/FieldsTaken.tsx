import { Checkbox, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldSummary } from "../../bindings/FieldSummary";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import styles from "./FieldsTaken.module.css";
import { inOrder } from "./values";

interface FieldsTakenProps {
  title: string;
  fields: readonly FieldSummary[];
  /** The field that the list is narrowed to. */
  chosen: string | undefined;
  onChoose: (field: string | undefined) => void;
  onTake: (field: string, take: boolean) => void;
  /** What the tick of a field means. */
  tick: (field: string) => string;
}

/** Each field with how often it is sent: ticked off, it is left out; pressed, only its records are shown. */
export function FieldsTaken({ title, fields, chosen, onChoose, onTake, tick }: FieldsTakenProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  if (fields.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={3} mb={4}>
        {title}
      </Title>
      <ul className={styles.fields} aria-label={t("everywhere.changes")}>
        {inOrder(fields).map(({ field, count, needed, left_out: leftOut }) => (
          <li
            key={field}
            data-chosen={field === chosen || undefined}
            data-left-out={leftOut >= count || undefined}
            title={needed > 0 ? t("everywhere.needed_field") : undefined}
          >
            <Checkbox
              size="xs"
              checked={leftOut < count}
              indeterminate={leftOut > 0 && leftOut < count}
              disabled={needed >= count}
              aria-label={tick(said.field(field))}
              aria-description={needed > 0 ? t("everywhere.needed_field") : undefined}
              onChange={() => onTake(field, leftOut >= count - needed)}
            />
            <button
              type="button"
              aria-pressed={field === chosen}
              onClick={() => onChoose(field === chosen ? undefined : field)}
            >
              <span>{said.field(field)}</span>
              <span>{manner.number(count - leftOut)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
