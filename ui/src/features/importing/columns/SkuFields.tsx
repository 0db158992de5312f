import { ActionIcon, Button, Checkbox, Menu, MultiSelect, NumberInput, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SkuPart } from "../../../bindings/SkuPart";
import type { Step } from "../../../bindings/Step";
import styles from "./StepEditor.module.css";

type Sku = Extract<Step, { step: "sku" }>;

const NEW: Record<SkuPart["part"], SkuPart> = {
  letters: { part: "letters", column: "", each: 3 },
  number: { part: "number", column: "", width: 4 },
  text: { part: "text", text: "" },
  mark: { part: "mark", columns: [], length: 5 },
};
const KINDS = ["letters", "number", "text", "mark"] as const;

interface SkuFieldsProps {
  step: Sku;
  names: readonly string[];
  onChange: (step: Sku) => void;
}

/** A SKU made of parts. */
export function SkuFields({ step, names, onChange }: SkuFieldsProps) {
  const { t } = useTranslation();
  const change = (at: number, part: SkuPart) =>
    onChange({ ...step, parts: step.parts.map((one, index) => (index === at ? part : one)) });
  return (
    <div className={styles.map}>
      {step.parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the list
        <div key={index} className={styles.part}>
          <Part part={part} names={names} onChange={(changed) => change(index, changed)} />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("importing.step.remove", { step: t(`importing.step.sku_${part.part}`) })}
            onClick={() => onChange({ ...step, parts: step.parts.filter((_, at) => at !== index) })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />}>
              {t("importing.step.sku_add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange({ ...step, parts: [...step.parts, NEW[kind]] })}>
                {t(`importing.step.sku_${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      <TextInput
        size="sm"
        label={t("importing.step.between")}
        value={step.between}
        onChange={(event) => onChange({ ...step, between: event.currentTarget.value })}
      />
      <Checkbox
        size="sm"
        label={t("importing.step.sku_only_empty")}
        checked={step.only_empty ?? false}
        onChange={(event) => onChange({ ...step, only_empty: event.currentTarget.checked })}
      />
    </div>
  );
}

interface PartProps {
  part: SkuPart;
  names: readonly string[];
  onChange: (part: SkuPart) => void;
}

function Part({ part, names, onChange }: PartProps) {
  const { t } = useTranslation();
  const column = (value: string, put: (column: string) => void) => (
    <Select
      size="sm"
      label={t(`importing.step.sku_${part.part}`)}
      data={[{ value: "", label: t("importing.step.this_column") }, ...named(names)]}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => put(chosen ?? "")}
    />
  );
  const count = (label: string, value: number | null, put: (value: number | null) => void, most: number) => (
    <NumberInput
      size="sm"
      label={label}
      min={1}
      max={most}
      value={value ?? ""}
      onChange={(typed) => put(typeof typed === "number" ? Math.trunc(typed) : null)}
    />
  );
  switch (part.part) {
    case "text":
      return (
        <TextInput
          size="sm"
          label={t("importing.step.sku_text")}
          value={part.text}
          onChange={(event) => onChange({ ...part, text: event.currentTarget.value })}
        />
      );
    case "letters":
      return (
        <>
          {column(part.column, (name) => onChange({ ...part, column: name }))}
          {count(t("importing.step.sku_each"), part.each ?? null, (each) => onChange({ ...part, each }), 50)}
        </>
      );
    case "number":
      return (
        <>
          {column(part.column, (name) => onChange({ ...part, column: name }))}
          {count(t("importing.step.sku_width"), part.width, (width) => onChange({ ...part, width: width ?? 1 }), 20)}
        </>
      );
    case "mark":
      return (
        <>
          <MultiSelect
            size="sm"
            label={t("importing.step.sku_mark")}
            data={named(names)}
            value={part.columns}
            onChange={(columns) => onChange({ ...part, columns })}
          />
          {count(
            t("importing.step.sku_length"),
            part.length,
            (length) => onChange({ ...part, length: length ?? 5 }),
            13,
          )}
        </>
      );
  }
}

/** Columns with a name, each once: a step names them so. */
export function named(names: readonly string[]): string[] {
  return [...new Set(names.filter((name) => name.trim() !== ""))];
}
