import { Button, Checkbox, Group, Skeleton, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import type { ValuesProps } from "./CleanUp";
import styles from "./CleanUp.module.css";

/** Values that are shown at once. */
const SHOWN = 200;

/** All values of a column with how often they stand there; those that are chosen become one. */
export function AllValues({ draft, column, onDecide, isDeciding }: ValuesProps) {
  const { t } = useTranslation();
  const manner = useManner();
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed, 250);
  const found = useAsk("drafts.facets", { draft, column, text, count: SHOWN }, { keep: true });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [to, setTo] = useState("");
  const choose = (value: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) {
      next.add(value);
    } else {
      next.delete(value);
    }
    setChosen(next);
    if (isChosen && to === "") {
      setTo(value.trim());
    }
  };
  return (
    <>
      <TextInput
        size="sm"
        aria-label={t("importing.clean.search")}
        placeholder={t("importing.clean.search")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {found.error && <Problem error={found.error} />}
      {!found.data && !found.error && <Skeleton h={200} />}
      {found.data && (
        <>
          <Text size="sm" c="dimmed">
            {t("importing.clean.counts", {
              distinct: manner.number(found.data.distinct),
              empty: manner.number(found.data.empty),
            })}{" "}
            {found.data.uncounted > 0 && t("importing.clean.uncounted", { count: manner.number(found.data.uncounted) })}
          </Text>
          <ul className={styles.list} aria-label={t("importing.clean.all")}>
            {found.data.values.map(({ value, count }) => (
              <li key={value} className={styles.value}>
                <Checkbox
                  label={value}
                  checked={chosen.has(value)}
                  onChange={(event) => choose(value, event.currentTarget.checked)}
                />
                <small>{manner.number(count)}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      <Group justify="flex-end" align="end">
        <TextInput
          size="sm"
          label={t("importing.clean.to")}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button
          disabled={chosen.size === 0 || to.trim() === ""}
          loading={isDeciding}
          onClick={() => {
            onDecide([{ values: [...chosen], to: to.trim() }]);
            setChosen(new Set());
            setTo("");
          }}
        >
          {t("importing.clean.go_all", { count: chosen.size })}
        </Button>
      </Group>
    </>
  );
}
