import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../components/Dialog";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";

interface UndoFieldsProps {
  run: number;
  /** The field that the records are narrowed to: ticked from the beginning. */
  chosen: string | undefined;
  onClose: () => void;
}

/** Taking back some fields of a run and nothing else: "only the prices". */
export function UndoFields({ run, chosen, onClose }: UndoFieldsProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const navigate = useNavigate();
  const summary = useAsk("runs.summary", { run });
  // What only new products got goes with them, and not by itself.
  const fields = summary.data?.fields.filter(({ updates }) => updates > 0).map(({ field }) => field) ?? [];
  const [chosenOnes, setTicked] = useState<string[]>(chosen ? [chosen] : []);
  const ticked = chosenOnes.filter((field) => fields.includes(field));
  return (
    <Dialog opened onClose={onClose} title={t("history.run.undo_fields_title")}>
      <Stack>
        <Text>{t("history.run.undo_fields_about")}</Text>
        {summary.error && <Problem error={summary.error} />}
        <Checkbox.Group value={ticked} onChange={setTicked} aria-label={t("history.run.fields")}>
          <Stack gap="xs">
            {fields.map((field) => (
              <Checkbox key={field} value={field} label={said.field(field)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
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
  );
}
