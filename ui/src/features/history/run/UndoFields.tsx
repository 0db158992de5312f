import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../components/Dialog";
import { useSaid } from "../../../lib/said";
import styles from "./UndoFields.module.css";

interface UndoFieldsProps {
  run: number;
  fields: readonly string[];
  /** The field that the records are narrowed to: ticked from the beginning. */
  chosen: string | undefined;
}

/** Taking back some fields of a run and nothing else: "only the prices". */
export function UndoFields({ run, fields, chosen }: UndoFieldsProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const navigate = useNavigate();
  const [isOpen, dialog] = useDisclosure(false);
  const [ticked, setTicked] = useState<string[]>([]);
  return (
    <>
      <Button
        className={styles.open ?? ""}
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={15} aria-hidden="true" />}
        onClick={() => {
          setTicked(chosen && fields.includes(chosen) ? [chosen] : []);
          dialog.open();
        }}
      >
        {t("history.run.undo_fields")}
      </Button>
      <Dialog opened={isOpen} onClose={dialog.close} title={t("history.run.undo_fields_title")}>
        <Stack>
          <Text>{t("history.run.undo_fields_about")}</Text>
          <Checkbox.Group value={ticked} onChange={setTicked} aria-label={t("history.run.fields")}>
            <Stack gap="xs">
              {fields.map((field) => (
                <Checkbox key={field} value={field} label={said.field(field)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>
              {t("history.undo.leave")}
            </Button>
            <Button
              disabled={ticked.length === 0}
              onClick={() =>
                void navigate({
                  to: "/history/$run/undo",
                  params: { run: String(run) },
                  search: { fields: fields.filter((field) => ticked.includes(field)) },
                })
              }
            >
              {t("history.run.undo_fields_go")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
