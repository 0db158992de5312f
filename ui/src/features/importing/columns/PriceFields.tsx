import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PriceRule } from "../../../bindings/PriceRule";
import type { Rounding } from "../../../bindings/Rounding";
import { Decimal } from "./Decimal";
import styles from "./StepEditor.module.css";

const AMOUNTS = ["vat_out", "markup", "margin", "plus", "vat_in", "least", "round_to", "ending"] as const;

/** How a price is made of another, in the order in which it is done. */
export function PriceFields({ rule, onChange }: { rule: PriceRule; onChange: (change: Partial<PriceRule>) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.pair}>
      {AMOUNTS.map((amount) => (
        <Decimal
          key={amount}
          label={t(`importing.step.price_${amount}`)}
          value={rule[amount]}
          onChange={(value) => onChange({ [amount]: value })}
        />
      ))}
      <Select
        size="sm"
        label={t("importing.step.rounding")}
        data={(["nearest", "up", "down"] as const).map((value) => ({
          value,
          label: t(`importing.step.rounding_${value}`),
        }))}
        value={rule.rounding ?? "nearest"}
        allowDeselect={false}
        onChange={(value) => onChange({ rounding: (value ?? "nearest") as Rounding })}
      />
    </div>
  );
}
