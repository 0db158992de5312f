import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowRight, IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "./StepEditor.module.css";

interface ValueMapProps {
  values: [string, string][];
  samples: readonly string[];
  onChange: (values: [string, string][]) => void;
}

/** Whole values that become others. */
export function ValueMap({ values, samples, onChange }: ValueMapProps) {
  const { t } = useTranslation();
  const known = new Set(values.map(([from]) => from.trim().toLowerCase()));
  const next = [...new Set(samples)].find((sample) => sample !== "" && !known.has(sample.trim().toLowerCase()));
  const change = (at: number, pair: [string, string]) =>
    onChange(values.map((one, index) => (index === at ? pair : one)));
  return (
    <div className={styles.map}>
      {values.map(([from, to], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the list
        <div key={index} className={styles.entry}>
          <TextInput
            size="sm"
            aria-label={t("importing.step.from")}
            value={from}
            onChange={(event) => change(index, [event.currentTarget.value, to])}
          />
          <IconArrowRight size={14} aria-hidden="true" />
          <TextInput
            size="sm"
            aria-label={t("importing.step.to")}
            value={to}
            onChange={(event) => change(index, [from, event.currentTarget.value])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("importing.step.remove_value", { value: from })}
            onClick={() => onChange(values.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...values, [next ?? "", ""]])}
        >
          {t("importing.step.add_value")}
        </Button>
      </div>
    </div>
  );
}
