import { ActionIcon, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Step } from "../../../bindings/Step";
import styles from "./StepEditor.module.css";
import { decimalOf } from "./steps";
import { ValueMap } from "./ValueMap";

interface StepEditorProps {
  step: Step;
  samples: readonly string[];
  onChange: (step: Step) => void;
  onRemove: () => void;
}

/** One thing that happens to each cell. */
export function StepEditor({ step, samples, onChange, onRemove }: StepEditorProps) {
  const { t } = useTranslation();
  const name = t(`importing.step.${step.step}`);
  return (
    <fieldset className={styles.step}>
      <legend>{name}</legend>
      <ActionIcon
        className={styles.remove ?? ""}
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t("importing.step.remove", { step: name })}
        onClick={onRemove}
      >
        <IconTrash size={15} />
      </ActionIcon>
      <Fields step={step} samples={samples} onChange={onChange} />
    </fieldset>
  );
}

function Fields({ step, samples, onChange }: Omit<StepEditorProps, "onRemove">) {
  const { t } = useTranslation();
  switch (step.step) {
    case "replace":
      return (
        <div className={styles.pair}>
          <TextInput
            size="sm"
            label={t("importing.step.find")}
            value={step.find}
            onChange={(event) => onChange({ ...step, find: event.currentTarget.value })}
          />
          <TextInput
            size="sm"
            label={t("importing.step.with")}
            value={step.with}
            onChange={(event) => onChange({ ...step, with: event.currentTarget.value })}
          />
        </div>
      );
    case "default":
      return (
        <TextInput
          size="sm"
          label={t("importing.step.text")}
          value={step.text}
          onChange={(event) => onChange({ ...step, text: event.currentTarget.value })}
        />
      );
    case "value_map":
      return <ValueMap values={step.values} samples={samples} onChange={(values) => onChange({ ...step, values })} />;
    case "arithmetic":
      return (
        <div className={styles.pair}>
          <Decimal
            label={t("importing.step.multiply")}
            value={step.multiply}
            onChange={(multiply) => onChange({ ...step, multiply })}
          />
          <Decimal label={t("importing.step.plus")} value={step.add} onChange={(add) => onChange({ ...step, add })} />
          <Decimal
            label={t("importing.step.decimals")}
            value={step.decimals?.toString()}
            onChange={(text) => {
              const decimals = text === null ? null : Math.trunc(Number(text));
              onChange({ ...step, decimals: decimals === null || decimals < 0 || decimals > 8 ? null : decimals });
            }}
          />
          <Decimal
            label={t("importing.step.ending")}
            value={step.ending}
            onChange={(ending) => onChange({ ...step, ending })}
          />
        </div>
      );
    default:
      return null;
  }
}

interface DecimalProps {
  label: string;
  value: string | null | undefined;
  onChange: (value: string | null) => void;
}

/** A number that stays text on its whole way: a price never goes through a float. */
function Decimal({ label, value, onChange }: DecimalProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? "");
  const isWrong = typed.trim() !== "" && decimalOf(typed) === null;
  return (
    <TextInput
      size="sm"
      label={label}
      inputMode="decimal"
      value={typed}
      error={isWrong ? t("importing.step.no_number") : undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(decimalOf(event.currentTarget.value));
      }}
    />
  );
}
