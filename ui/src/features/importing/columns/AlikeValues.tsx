import { Button, Checkbox, Group, Select, Skeleton, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Alike } from "../../../bindings/Alike";
import type { Cluster } from "../../../bindings/Cluster";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import type { ValuesProps } from "./CleanUp";
import styles from "./CleanUp.module.css";

const WAYS = ["words", "letters", "spelling"] as const;

/** A group is known by its values: they are the same after another look. */
const keyOf = (cluster: Cluster) => cluster.values.map(({ value }) => value).join("\u{1f}");

/** Values that were probably meant to be one, each group with a proposal. */
export function AlikeValues({ draft, column, onDecide, isDeciding }: ValuesProps) {
  const { t } = useTranslation();
  const manner = useManner();
  const [weakest, setWeakest] = useState<Alike>("spelling");
  const found = useAsk("drafts.clusters", { draft, column, weakest }, { keep: true });
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [named, setNamed] = useState<ReadonlyMap<string, string>>(new Map());
  if (found.error) {
    return <Problem error={found.error} />;
  }
  if (!found.data) {
    return <Skeleton h={200} />;
  }
  const { clusters, total } = found.data;
  // A slip of the pen may be another word: that is for a person to say.
  const isChosen = (cluster: Cluster) => chosen.get(keyOf(cluster)) ?? cluster.alike !== "spelling";
  const nameOf = (cluster: Cluster) => named.get(keyOf(cluster)) ?? cluster.proposed;
  const wanted = clusters.filter((cluster) => isChosen(cluster) && nameOf(cluster).trim() !== "");
  return (
    <>
      <Select
        size="sm"
        label={t("importing.clean.weakest")}
        data={WAYS.map((value) => ({ value, label: t(`importing.clean.by_${value}`) }))}
        value={weakest}
        allowDeselect={false}
        onChange={(value) => setWeakest((value ?? "spelling") as Alike)}
      />
      {clusters.length === 0 && <Text c="dimmed">{t("importing.clean.none_alike")}</Text>}
      <ul className={styles.list} aria-label={t("importing.clean.alike")}>
        {clusters.map((cluster) => {
          const key = keyOf(cluster);
          return (
            <li key={key} className={styles.cluster}>
              <Checkbox
                aria-label={t("importing.clean.choose", { value: cluster.proposed })}
                checked={isChosen(cluster)}
                onChange={(event) => setChosen(new Map(chosen).set(key, event.currentTarget.checked))}
              />
              <span className={styles.values}>
                {cluster.values.map(({ value, count }) => (
                  <span key={value}>
                    <q>{value}</q> <small>{manner.number(count)}</small>
                  </span>
                ))}
                <small>{t(`importing.clean.by_${cluster.alike}`)}</small>
              </span>
              <TextInput
                size="sm"
                aria-label={t("importing.clean.become", { value: cluster.proposed })}
                value={nameOf(cluster)}
                onChange={(event) => setNamed(new Map(named).set(key, event.currentTarget.value))}
              />
            </li>
          );
        })}
      </ul>
      {total > clusters.length && (
        <Text size="sm" c="dimmed">
          {t("importing.clean.more_alike", { shown: manner.number(clusters.length), total: manner.number(total) })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button
          disabled={wanted.length === 0}
          loading={isDeciding}
          onClick={() =>
            onDecide(
              wanted.map((cluster) => ({
                values: cluster.values.map(({ value }) => value),
                to: nameOf(cluster).trim(),
              })),
            )
          }
        >
          {t("importing.clean.go_alike", { count: wanted.length })}
        </Button>
      </Group>
    </>
  );
}
