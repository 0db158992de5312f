import { UnstyledButton } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { Entity } from "../../../bindings/Entity";
import { Sign, type Tone } from "../../../components/Sign";
import { choiceText } from "../../../lib/choices";
import { useSaid } from "../../../lib/said";
import styles from "./ColumnLine.module.css";
import { FieldSelect } from "./FieldSelect";

interface ColumnLineProps {
  column: DraftColumn;
  /** What kind of record the rows are; nothing: products. */
  kind: Entity | null;
  isChosen: boolean;
  /** The field whose words its samples are, where they are the program's. */
  wordsOf?: string | undefined;
  onChoose: () => void;
  onField: (field: string | null) => void;
}

/** A column with samples, what it is for, why, and how sure that is. */
export function ColumnLine({ column, kind, isChosen, wordsOf, onChoose, onField }: ColumnLineProps) {
  const { t } = useTranslation();
  const name = column.name || t("importing.column_number", { number: column.column + 1 });
  const samples = column.samples
    .filter((sample) => sample !== "")
    .slice(0, 4)
    .map((sample) => (wordsOf ? choiceText(t, wordsOf, sample) : sample));
  const shown = samples.length > 0 ? samples.join(" · ") : t("importing.columns.all_empty");
  return (
    <div className={styles.line} data-chosen={isChosen || undefined}>
      <UnstyledButton className={styles.column ?? ""} onClick={onChoose} aria-pressed={isChosen}>
        <strong className={styles.name} title={name} data-theirs>
          {name}
        </strong>
        <span className={styles.samples} title={shown} data-theirs>
          {shown}
        </span>
      </UnstyledButton>
      <IconArrowRight className={styles.arrow} size={16} aria-hidden="true" />
      <FieldSelect
        label={t("importing.columns.field_of", { name })}
        column={name}
        value={column.field}
        onChange={onField}
        kind={kind}
      />
      <Why column={column} />
    </div>
  );
}

function Why({ column }: { column: DraftColumn }) {
  const { t } = useTranslation();
  const said = useSaid();
  const reason = said("reasons", column.reason.code, column.reason.params);
  // Whether the user left it out or never took it up, this is what holds.
  const couldBe = (field: string) =>
    t("importing.columns.could_be", { field: said.field(field), percent: column.confidence });
  const [tone, words]: [Tone, string] =
    column.field === null
      ? ["quiet", column.suggested ? couldBe(column.suggested) : reason]
      : column.field !== column.suggested
        ? ["good", said("reasons", "decided")]
        : column.is_sure
          ? ["good", reason]
          : ["careful", t("importing.columns.doubtful", { reason, percent: column.confidence })];
  return (
    <div className={styles.why}>
      <Sign tone={tone}>{words}</Sign>
    </div>
  );
}
