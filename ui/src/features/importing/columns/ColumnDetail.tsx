import { Button, Menu, Select, Stack, Switch, Text, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Fragment, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DateOrder } from "../../../bindings/DateOrder";
import type { DecimalSeparator } from "../../../bindings/DecimalSeparator";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { Notation } from "../../../bindings/Notation";
import type { Step } from "../../../bindings/Step";
import { Problem } from "../../../components/Problem";
import { useManner } from "../../../lib/format";
import { holdsAmounts } from "../amounts";
import { CleanUp } from "./CleanUp";
import { FieldSelect } from "./FieldSelect";
import { Manner } from "./Manner";
import { StepEditor } from "./StepEditor";
import { isWhole, newStep, STEP_GROUPS } from "./steps";
import { Tried } from "./Tried";
import { useDecide } from "./useDecide";

/** Fields that are a day. */
const DATES = new Set(["date_created", "date_on_sale_from", "date_on_sale_to", "sale_period"]);

interface ColumnDetailProps {
  draft: DraftShown;
  column: DraftColumn;
  /** The names of all columns of the file. */
  names: readonly string[];
}

/** Everything about one column: what it is for, how it is written, what happens to its cells, before and after. */
export function ColumnDetail({ draft, column, names }: ColumnDetailProps) {
  const { t } = useTranslation();
  const manner = useManner();
  const { decide, send, error } = useDecide(draft);
  const [steps, setSteps] = useState<Step[]>(column.steps);
  const [settled] = useDebouncedValue(steps, 400);
  const name = column.name || t("importing.column_number", { number: column.column + 1 });

  // What is whole is kept by itself; a step that lacks something waits until it is there.
  const whole = settled.filter(isWhole);
  const isKept = JSON.stringify(whole) === JSON.stringify(column.steps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a settled edit is kept
  useEffect(() => {
    if (!isKept) {
      decide([{ ...column, steps: whole }]);
    }
  }, [settled]);

  const { field } = column;
  const write = (notation: Partial<Notation>) => decide([{ ...column, notation: { ...column.notation, ...notation } }]);
  const { decimal, date_order } = column.found_notation;
  const isDate = date_order || column.notation.date_order || DATES.has(column.field ?? "");
  const isNumber = decimal || column.notation.decimal || holdsAmounts(column);
  return (
    <Stack gap="lg">
      <div>
        <Title order={2}>{name}</Title>
        <Text size="sm" c="dimmed">
          {t("importing.detail.about", {
            filled: manner.number(column.filled),
            distinct: manner.number(column.distinct),
          })}
        </Text>
      </div>
      <FieldSelect
        withLabel
        kind={draft.kind}
        label={t("importing.detail.field")}
        column={name}
        value={column.field}
        onChange={(field) => decide([{ ...column, field }])}
      />
      <Stack gap="sm">
        {isNumber && (
          <Select
            label={t("importing.detail.numbers")}
            data={(["point", "comma"] as const).map((value) => ({ value, label: t(`importing.detail.${value}`) }))}
            value={column.notation.decimal ?? null}
            placeholder={
              decimal
                ? t("importing.detail.found", { what: t(`importing.detail.${decimal}`) })
                : t("importing.detail.by_itself")
            }
            clearable
            onChange={(value) => write({ decimal: value as DecimalSeparator | null })}
          />
        )}
        {isDate && (
          <Select
            label={t("importing.detail.dates")}
            data={(["day_month_year", "month_day_year", "year_month_day"] as const).map((value) => ({
              value,
              label: t(`importing.detail.${value}`),
            }))}
            value={column.notation.date_order ?? null}
            placeholder={
              date_order
                ? t("importing.detail.found", { what: t(`importing.detail.${date_order}`) })
                : t("importing.detail.by_itself")
            }
            clearable
            onChange={(value) => write({ date_order: value as DateOrder | null })}
          />
        )}
        <Manner column={column} onChange={write} />
        <Select
          label={t("importing.detail.blank")}
          data={(["keep", "clear"] as const).map((value) => ({ value, label: t(`importing.blank.${value}`) }))}
          value={column.blank}
          placeholder={t("importing.detail.as_others")}
          clearable
          onChange={(blank) => decide([{ ...column, blank: blank as DraftColumn["blank"] }])}
        />
        {field !== null && column.may_stay && (
          <Switch
            label={t("importing.detail.shop_keeps")}
            description={t("importing.detail.shop_keeps_about")}
            checked={draft.shop_keeps.includes(field)}
            onChange={(event) => {
              const others = draft.shop_keeps.filter((one) => one !== field);
              send({ shop_keeps: event.currentTarget.checked ? [...others, field] : others });
            }}
          />
        )}
      </Stack>
      <Stack gap="sm">
        <Title order={3}>{t("importing.detail.steps")}</Title>
        {steps.map((step, index) => (
          <StepEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name but their place
            key={index}
            step={step}
            samples={column.samples}
            names={names}
            onChange={(changed) => setSteps(steps.map((one, at) => (at === index ? changed : one)))}
            onRemove={() => setSteps(steps.filter((_, at) => at !== index))}
          />
        ))}
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="sm" leftSection={<IconPlus size={16} />}>
              {t("importing.detail.add_step")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {STEP_GROUPS.map((group, index) => (
              <Fragment key={group[0]}>
                {index > 0 && <Menu.Divider />}
                {group.map((kind) => (
                  <Menu.Item key={kind} onClick={() => setSteps([...steps, newStep(kind, column.samples)])}>
                    {t(`importing.step.${kind}`)}
                  </Menu.Item>
                ))}
              </Fragment>
            ))}
          </Menu.Dropdown>
        </Menu>
        {column.filled > 0 && (
          <div>
            <CleanUp draft={draft.draft} column={column} name={name} onSteps={setSteps} />
          </div>
        )}
      </Stack>
      {error && <Problem error={error} />}
      <Tried
        draft={draft}
        decision={{ column: column.column, field: column.field, notation: column.notation, steps: whole }}
      />
    </Stack>
  );
}
