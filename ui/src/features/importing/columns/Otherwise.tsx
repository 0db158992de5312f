import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Otherwise as Way } from "../../../bindings/Otherwise";

/** What becomes of a value that nothing is said about. */
export function Otherwise({ value, onChange }: { value: Way; onChange: (value: Way) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      size="sm"
      label={t("importing.step.otherwise")}
      data={(["keep", "empty", "refuse"] as const).map((way) => ({
        value: way,
        label: t(`importing.step.otherwise_${way}`),
      }))}
      value={value}
      allowDeselect={false}
      onChange={(way) => onChange((way ?? "keep") as Way)}
    />
  );
}
