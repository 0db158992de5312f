import { ActionIcon, Button, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { DraftConstant } from "../../../bindings/DraftConstant";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Problem } from "../../../components/Problem";
import { useSaid } from "../../../lib/said";
import styles from "./Constants.module.css";
import { FieldSelect } from "./FieldSelect";
import { useDecide } from "./useDecide";

interface ConstantsProps {
  draft: DraftShown;
  constants: readonly DraftConstant[];
  columns: readonly DraftColumn[];
}

/** Fields that no column has and that are the same in every product. */
export function Constants({ draft, constants, columns }: ConstantsProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const { send, error } = useDecide(draft);
  const [field, setField] = useState<string | null>(null);
  const [text, setText] = useState("");
  const isTaken = field !== null && columns.some((column) => column.field === field);

  const add = () => {
    if (field && text !== "") {
      send({ constants: [...constants.filter((one) => one.field !== field), { field, text }] });
      setField(null);
      setText("");
    }
  };
  return (
    <section className={styles.constants}>
      <Title order={2} size="h3">
        {t("importing.constants.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("importing.constants.about")}
      </Text>
      {constants.map((constant) => (
        <div key={constant.field} className={styles.line}>
          <strong>{said.field(constant.field)}</strong>
          <span>{constant.text}</span>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("importing.constants.remove", { field: said.field(constant.field) })}
            onClick={() => send({ constants: constants.filter((one) => one !== constant) })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      <div className={styles.add}>
        <FieldSelect
          withLabel
          kind={draft.kind}
          label={t("importing.constants.field")}
          column=""
          placeholder={t("importing.constants.choose")}
          value={field}
          error={isTaken ? t("importing.constants.taken") : undefined}
          onChange={setField}
        />
        <TextInput
          label={t("importing.constants.text")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          disabled={!field || text === "" || isTaken}
          onClick={add}
        >
          {t("importing.constants.add")}
        </Button>
      </div>
      {error && <Problem error={error} />}
    </section>
  );
}
