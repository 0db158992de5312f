import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decimalOf } from "./steps";

interface DecimalProps {
  label: string;
  value: string | null | undefined;
  onChange: (value: string | null) => void;
}

/** A number that stays text on its whole way: a price never goes through a float. */
export function Decimal({ label, value, onChange }: DecimalProps) {
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
