import {
  Button,
  Group,
  MultiSelect,
  type MultiSelectProps,
  Radio,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RowShape } from "../../../bindings/RowShape";
import { Problem } from "../../../components/Problem";
import { useAsk, useLongDo } from "../../../lib/asking";
import { emptyShape, isWhole } from "./Shape";
import { ShapeTriedRows } from "./ShapeTriedRows";

interface ShapeChoiceProps {
  draft: DraftShown;
  /** The columns of the file. */
  columns: readonly string[];
  /** What was decided, or is proposed. */
  first: RowShape | null;
  isDecided: boolean;
  /** Whether rows can be products as they are: not where a second file has variants of them. */
  mayStay: boolean;
  onDone: () => void;
}

/** What may stand between two values. */
const BETWEEN = [",", ";", "|", "/", "\n"];
const KINDS = ["as_they_are", "split", "join"] as const;

/** How rows become products: one decision, with what becomes of the first rows. */
export function ShapeChoice({ draft, columns, first, isDecided, mayStay, onDone }: ShapeChoiceProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [shape, setShape] = useState<RowShape | null>(first);
  const read = useLongDo("drafts.read_settings");
  const isReady = shape !== null && isWhole(shape);
  const tried = useAsk("drafts.shapes", { draft: draft.draft, shape }, { enabled: isReady, keep: true });
  const decide = (decided: RowShape | null) =>
    read.mutate(
      { draft: draft.draft, reading: { ...draft.reading, joining: { ...draft.reading.joining, shape: decided } } },
      {
        onSuccess: () => {
          void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts.") });
          onDone();
        },
      },
    );
  const names = [...new Set(columns.filter((name) => name.trim() !== ""))];
  const chosen = shape?.options.map(({ column }) => column) ?? [];
  const others = names.filter((name) => !chosen.includes(name));

  return (
    <Stack gap="md">
      <Radio.Group
        aria-label={t("importing.shape.dialog")}
        value={shape?.shape ?? "as_they_are"}
        onChange={(kind) => {
          const next = kind === "split" || kind === "join" ? emptyShape(kind) : null;
          setShape(next?.shape === first?.shape ? first : next && { ...next, options: shape?.options ?? [] });
        }}
      >
        <Stack gap="xs">
          {KINDS.filter((kind) => mayStay || kind !== "as_they_are").map((kind) => (
            <Radio key={kind} value={kind} label={t(`importing.shape.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {shape && (
        <Stack gap="sm">
          {shape.shape === "join" && (
            <ColumnsSelect
              label={t("importing.shape.key")}
              data={others}
              value={shape.key}
              onChange={(key) => setShape({ ...shape, key })}
            />
          )}
          <ColumnsSelect
            label={t("importing.shape.options")}
            description={t("importing.shape.options_about")}
            data={names}
            maxValues={6}
            value={chosen}
            onChange={(wanted) =>
              setShape({
                ...shape,
                options: wanted.map(
                  (column) => shape.options.find((known) => known.column === column) ?? { column, attribute: "" },
                ),
                along: shape.along.filter((column) => !wanted.includes(column)),
              })
            }
          />
          {shape.options.map((option) => (
            <TextInput
              key={option.column}
              size="sm"
              label={t("importing.shape.called", { column: option.column })}
              placeholder={option.column}
              value={option.attribute}
              onChange={(event) => {
                const attribute = event.currentTarget.value;
                const options = shape.options.map((one) => (one === option ? { ...one, attribute } : one));
                setShape({ ...shape, options });
              }}
            />
          ))}
          <ColumnsSelect
            label={t("importing.shape.along")}
            description={t("importing.shape.along_about")}
            data={others}
            value={shape.along}
            onChange={(along) => setShape({ ...shape, along })}
          />
          {shape.shape === "split" && (
            <Group gap="lg" align="end">
              <Select
                label={t("importing.shape.between")}
                data={[...new Set([...BETWEEN, shape.between])].map((value) => ({
                  value,
                  label: value === "\n" ? t("importing.shape.new_line") : value,
                }))}
                value={shape.between}
                allowDeselect={false}
                onChange={(between) => between && setShape({ ...shape, between })}
              />
              {shape.options.length > 1 && (
                <Switch
                  label={t("importing.shape.all_combinations")}
                  checked={shape.all_combinations}
                  onChange={(event) => setShape({ ...shape, all_combinations: event.currentTarget.checked })}
                />
              )}
            </Group>
          )}
          {!isReady && (
            <Text size="sm" c="dimmed">
              {t("importing.shape.nothing_yet")}
            </Text>
          )}
          {isReady && tried.error && <Problem error={tried.error} />}
          {isReady && tried.data?.tried && <ShapeTriedRows tried={tried.data.tried} />}
        </Stack>
      )}
      {read.error && <Problem error={read.error} />}
      <Group justify="end" gap="sm">
        {mayStay && (shape === null || isDecided) && (
          <Button
            variant={shape === null && isDecided ? "filled" : "default"}
            loading={read.isPending && shape === null}
            onClick={() => (isDecided ? decide(null) : onDone())}
          >
            {t("importing.shape.leave")}
          </Button>
        )}
        {shape && (
          <Button disabled={!isReady || Boolean(tried.error)} loading={read.isPending} onClick={() => decide(shape)}>
            {t("importing.shape.use")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Some of the columns; the list goes once one is chosen, so that it hides nothing. */
function ColumnsSelect(props: MultiSelectProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <MultiSelect
      {...props}
      dropdownOpened={isOpen}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      onOptionSubmit={() => setOpen(false)}
    />
  );
}
