import { Button, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Later } from "../../../components/Later";
import { useAsk } from "../../../lib/asking";
import { useStoreName } from "../../../lib/storeName";
import { type RunsSearch, SPANS, STANDS } from "../search";
import { TextFilter } from "../TextFilter";
import styles from "./Tools.module.css";

interface ToolsProps {
  search: RunsSearch;
  onSearch: (change: RunsSearch) => void;
  /** Goes from the field to the list. */
  onDown: () => void;
}

/** What the list of runs is narrowed to. */
export function Tools({ search, onSearch, onDown }: ToolsProps) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const stores = useAsk("stores.list", {});
  const names = (stores.data ?? []).map(({ name }) => name);
  const known = search.store && !names.includes(search.store) ? [...names, search.store] : names;
  const spans = [...Object.keys(SPANS), "dates"] as const;
  const isNarrowed = Object.values(search).some((one) => one !== undefined);
  return (
    <section className={styles.tools} aria-label={t("history.find.all")}>
      <TextFilter
        className={styles.text ?? ""}
        label={t("history.find.text")}
        text={search.text}
        onText={(text) => onSearch({ text })}
        onDown={onDown}
      />
      <Later room={<Room count={known.length > 1 ? 4 : 3} />}>
        {known.length > 1 && (
          <Choice
            label={t("history.find.store")}
            value={search.store}
            all={t("history.find.all_stores")}
            data={known.map((name) => ({ value: name, label: nameOf(name) }))}
            onChange={(store) => onSearch({ store })}
          />
        )}
        <Choice
          label={t("history.find.kind")}
          value={search.kind}
          all={t("history.find.all_kinds")}
          data={(["import", "undo"] as const).map((kind) => ({ value: kind, label: t(`history.find.kinds.${kind}`) }))}
          onChange={(kind) => onSearch({ kind: kind as RunsSearch["kind"] })}
        />
        <Choice
          label={t("history.find.stand")}
          value={search.stand}
          all={t("history.find.all_stands")}
          data={(Object.keys(STANDS) as (keyof typeof STANDS)[])
            .filter((stand) => stand !== "all")
            .map((stand) => ({ value: stand, label: t(`history.find.stands.${stand}`) }))}
          onChange={(stand) => onSearch({ stand: stand as RunsSearch["stand"] })}
        />
        <Choice
          label={t("history.find.time")}
          value={search.span}
          all={t("history.find.any_time")}
          data={spans.map((span) => ({ value: span, label: t(`history.find.spans.${span as keyof typeof SPANS}`) }))}
          onChange={(span) =>
            onSearch({
              span: span as RunsSearch["span"],
              ...(span === "dates" ? {} : { from: undefined, until: undefined }),
            })
          }
        />
      </Later>
      {search.span === "dates" &&
        (["from", "until"] as const).map((side) => (
          <TextInput
            key={side}
            type="date"
            aria-label={t(`history.find.${side}`)}
            leftSection={<span className={styles.side}>{t(`history.find.${side}`)}</span>}
            leftSectionWidth="auto"
            classNames={{ input: styles.day ?? "", section: styles.section ?? "" }}
            className={styles.date ?? ""}
            value={search[side] ?? ""}
            onChange={(event) => onSearch({ [side]: event.currentTarget.value || undefined })}
          />
        ))}
      {isNarrowed && (
        <Button
          variant="subtle"
          leftSection={<IconX size={16} aria-hidden="true" />}
          onClick={() =>
            onSearch({
              text: undefined,
              store: undefined,
              stand: undefined,
              kind: undefined,
              span: undefined,
              from: undefined,
              until: undefined,
            })
          }
        >
          {t("history.find.show_all")}
        </Button>
      )}
    </section>
  );
}

/** The room of so many choices. */
function Room({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
    <span key={index} className={styles.choice} aria-hidden="true" />
  ));
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  /** What no choice is called. */
  all: string;
  data: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, value, all, data, onChange }: ChoiceProps) {
  return (
    <Select
      className={styles.choice ?? ""}
      aria-label={label}
      data={[{ value: "", label: all }, ...data]}
      value={value ?? ""}
      onChange={(chosen) => onChange(chosen || undefined)}
      allowDeselect={false}
      comboboxProps={{ width: "max-content", position: "bottom-start", transitionProps: { duration: 120 } }}
      data-chosen={value !== undefined || undefined}
    />
  );
}
