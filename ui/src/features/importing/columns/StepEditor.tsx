import { ActionIcon, MultiSelect, NumberInput, SegmentedControl, Select, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DateOrder } from "../../../bindings/DateOrder";
import type { LetterCase } from "../../../bindings/LetterCase";
import type { Step } from "../../../bindings/Step";
import { Decimal } from "./Decimal";
import { ExpressionFields } from "./ExpressionFields";
import { LookUpFields } from "./LookUpFields";
import { Otherwise } from "./Otherwise";
import { PriceFields } from "./PriceFields";
import { named, SkuFields } from "./SkuFields";
import styles from "./StepEditor.module.css";
import { ValueMap } from "./ValueMap";

interface StepEditorProps {
  step: Step;
  samples: readonly string[];
  /** The names of all columns of the file. */
  names: readonly string[];
  onChange: (step: Step) => void;
  onRemove: () => void;
}

/** One thing that happens to each cell. */
export function StepEditor({ step, samples, names, onChange, onRemove }: StepEditorProps) {
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
      <Fields step={step} samples={samples} names={names} onChange={onChange} />
    </fieldset>
  );
}

function Fields({ step, samples, names, onChange }: Omit<StepEditorProps, "onRemove">) {
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
    case "case":
      return (
        <Select
          size="sm"
          label={t("importing.step.case_to")}
          data={(["upper", "lower", "title", "sentence"] as const).map((value) => ({
            value,
            label: t(`importing.step.case_${value}`),
          }))}
          value={step.to}
          allowDeselect={false}
          onChange={(to) => onChange({ ...step, to: (to ?? "lower") as LetterCase })}
        />
      );
    case "split":
      return (
        <div className={styles.pair}>
          <TextInput
            size="sm"
            label={t("importing.step.split_at")}
            value={step.at}
            onChange={(event) => onChange({ ...step, at: event.currentTarget.value })}
          />
          <NumberInput
            size="sm"
            label={t("importing.step.split_part")}
            description={t("importing.step.split_about")}
            min={-50}
            max={50}
            value={step.part}
            onChange={(part) => onChange({ ...step, part: typeof part === "number" ? Math.trunc(part) : 0 })}
          />
        </div>
      );
    case "join":
      return (
        <div className={styles.map}>
          <MultiSelect
            size="sm"
            label={t("importing.step.join_columns")}
            data={named(names)}
            searchable
            value={step.columns}
            onChange={(columns) => onChange({ ...step, columns })}
          />
          <TextInput
            size="sm"
            label={t("importing.step.between")}
            value={step.between}
            onChange={(event) => onChange({ ...step, between: event.currentTarget.value })}
          />
        </div>
      );
    case "template":
      return (
        <div className={styles.map}>
          <TextInput
            size="sm"
            label={t("importing.step.template_text")}
            description={t("importing.step.template_about", { own: "{}", other: `{${named(names)[0] ?? "SKU"}}` })}
            value={step.text}
            onChange={(event) => onChange({ ...step, text: event.currentTarget.value })}
          />
          <Select
            size="sm"
            aria-label={t("importing.step.put_column")}
            placeholder={t("importing.step.put_column")}
            data={named(names)}
            searchable
            value={null}
            onChange={(name) => name && onChange({ ...step, text: `${step.text}{${name}}` })}
          />
        </div>
      );
    case "pattern":
      return (
        <div className={styles.map}>
          <SegmentedControl
            size="xs"
            value={step.take ?? "replace"}
            onChange={(take) => onChange({ ...step, take: take === "extract" ? "extract" : "replace" })}
            data={(["replace", "extract"] as const).map((value) => ({
              value,
              label: t(`importing.step.pattern_${value}`),
            }))}
          />
          <div className={styles.pair}>
            <TextInput
              size="sm"
              label={t("importing.step.pattern")}
              spellCheck={false}
              value={step.find}
              onChange={(event) => onChange({ ...step, find: event.currentTarget.value })}
            />
            <TextInput
              size="sm"
              label={t("importing.step.with")}
              description={t("importing.step.pattern_about")}
              spellCheck={false}
              value={step.with}
              onChange={(event) => onChange({ ...step, with: event.currentTarget.value })}
            />
          </div>
        </div>
      );
    case "look_up":
      return <LookUpFields step={step} onChange={onChange} />;
    case "price":
      return <PriceFields rule={step} onChange={(change) => onChange({ ...step, ...change })} />;
    case "date":
      return (
        <div className={styles.pair}>
          <Select
            size="sm"
            label={t("importing.detail.dates")}
            data={(["day_month_year", "month_day_year", "year_month_day"] as const).map((value) => ({
              value,
              label: t(`importing.detail.${value}`),
            }))}
            placeholder={t("importing.detail.by_itself")}
            clearable
            value={step.order ?? null}
            onChange={(order) => onChange({ ...step, order: order as DateOrder | null })}
          />
          <TextInput
            size="sm"
            label={t("importing.step.date_pattern")}
            description={t("importing.step.date_about")}
            spellCheck={false}
            value={step.pattern ?? ""}
            onChange={(event) => onChange({ ...step, pattern: event.currentTarget.value || null })}
          />
        </div>
      );
    case "categories":
      return (
        <div className={styles.map}>
          <ValueMap values={step.paths} samples={samples} onChange={(paths) => onChange({ ...step, paths })} />
          <div className={styles.pair}>
            <TextInput
              size="sm"
              label={t("importing.step.level")}
              value={step.level ?? ""}
              placeholder=">"
              onChange={(event) => onChange({ ...step, level: event.currentTarget.value })}
            />
            <TextInput
              size="sm"
              label={t("importing.step.list")}
              value={step.list ?? ""}
              onChange={(event) => onChange({ ...step, list: event.currentTarget.value })}
            />
          </div>
          <Otherwise value={step.otherwise ?? "keep"} onChange={(otherwise) => onChange({ ...step, otherwise })} />
          <Text size="xs" c="dimmed">
            {t("importing.step.categories_about")}
          </Text>
        </div>
      );
    case "sku":
      return <SkuFields step={step} names={names} onChange={onChange} />;
    case "expression":
      return <ExpressionFields text={step.text} names={names} onChange={(text) => onChange({ ...step, text })} />;
    default:
      return null;
  }
}
