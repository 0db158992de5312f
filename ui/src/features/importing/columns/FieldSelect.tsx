import { Select } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Entity } from "../../../bindings/Entity";
import { useAsk } from "../../../lib/asking";
import { clearing } from "../../../lib/clearing";
import { useSaid } from "../../../lib/said";
import { fieldNames } from "./fieldNames";

interface FieldSelectProps {
  label: string;
  /** The name of the column that it is for: fields with a name of their own offer it. */
  column: string;
  value: string | null;
  onChange: (field: string | null) => void;
  /** What kind of record the rows are; nothing: products. */
  kind: Entity | null;
  withLabel?: boolean;
  error?: string | undefined;
  /** What stands there as long as no field is chosen. */
  placeholder?: string;
}

/** Fields that are called as somebody called them. */
const OWN_NAME = /^(meta|attribute):/;

/** What a column can be for, by the names that people know. */
export function FieldSelect({
  label,
  column,
  value,
  onChange,
  kind,
  withLabel = false,
  error,
  placeholder,
}: FieldSelectProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const fields = useAsk("drafts.fields", {});
  const data = useMemo(() => {
    const own = (fields.data ?? []).filter(({ field, of }) => (of ?? null) === kind || (kind && field === "meta:*"));
    const names = fieldNames(own, column, value);
    return names.map((name) => ({ value: name, label: said.field(name) }));
  }, [fields.data, column, value, said, kind]);
  return (
    <Select
      {...(withLabel ? { label } : { "aria-label": label })}
      data={data}
      error={error}
      value={value}
      onChange={onChange}
      searchable
      clearable
      placeholder={placeholder ?? t("importing.columns.not_imported")}
      title={value ? said.field(value) : undefined}
      data-theirs={(value !== null && OWN_NAME.test(value)) || undefined}
      nothingFoundMessage={t("importing.columns.no_field")}
      clearButtonProps={clearing(t("importing.columns.leave_out"))}
      maxDropdownHeight="min(20rem, 40vh)"
      // A list of fields for each of a hundred columns is made when it is asked for.
      comboboxProps={{ keepMounted: false, width: 280, position: "bottom-start", transitionProps: { duration: 120 } }}
    />
  );
}
