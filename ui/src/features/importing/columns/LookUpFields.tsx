import { Button, Select, Text } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { LookUpTable } from "../../../bindings/LookUpTable";
import type { Step } from "../../../bindings/Step";
import { Problem } from "../../../components/Problem";
import { useDo } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { usePlatform } from "../../../platform/platform";
import { Otherwise } from "./Otherwise";
import styles from "./StepEditor.module.css";

type LookUp = Extract<Step, { step: "look_up" }>;

function pairs(table: LookUpTable, key: number, value: number): [string, string][] {
  return table.rows.flatMap((row) => {
    const from = row[key] ?? "";
    return from.trim() === "" ? [] : [[from, row[value] ?? ""] as [string, string]];
  });
}

/** A table out of a file: what stands in one of its columns becomes what stands in another. */
export function LookUpFields({ step, onChange }: { step: LookUp; onChange: (step: LookUp) => void }) {
  const { t } = useTranslation();
  const manner = useManner();
  const platform = usePlatform();
  const take = useDo("drafts.look_up_table");
  const [places, setPlaces] = useState<[number, number]>([0, 1]);
  const choose = async () => {
    const source = await platform.pickTable();
    if (source) {
      take.mutate(
        { source },
        {
          onSuccess: (table) => {
            setPlaces([0, 1]);
            onChange({ ...step, name: table.name, table: pairs(table, 0, 1) });
          },
        },
      );
    }
  };
  const from = take.data;
  const place = (at: 0 | 1, label: string) =>
    from && (
      <Select
        size="sm"
        label={label}
        data={from.columns.map((name, index) => ({
          value: String(index),
          label: name || t("importing.column_number", { number: index + 1 }),
        }))}
        value={String(places[at])}
        allowDeselect={false}
        onChange={(chosen) => {
          const next: [number, number] = at === 0 ? [Number(chosen), places[1]] : [places[0], Number(chosen)];
          setPlaces(next);
          onChange({ ...step, table: pairs(from, ...next) });
        }}
      />
    );
  return (
    <div className={styles.map}>
      {step.table.length > 0 && (
        <Text size="sm">{t("importing.step.look_up_has", { count: step.table.length, name: step.name })}</Text>
      )}
      {from?.has_more && (
        <Text size="sm" c="dimmed">
          {t("importing.step.look_up_more", { rows: manner.number(from.rows.length) })}
        </Text>
      )}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconTable size={14} />}
          loading={take.isPending}
          onClick={() => void choose()}
        >
          {t("importing.step.look_up_file")}
        </Button>
      </div>
      {take.error && <Problem error={take.error} />}
      {from && (
        <div className={styles.pair}>
          {place(0, t("importing.step.look_up_key"))}
          {place(1, t("importing.step.look_up_value"))}
        </div>
      )}
      <Otherwise value={step.otherwise ?? "keep"} onChange={(otherwise) => onChange({ ...step, otherwise })} />
    </div>
  );
}
