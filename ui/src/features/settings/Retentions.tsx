import { Select, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Retention } from "../../bindings/Retention";
import type { StoreInfo } from "../../bindings/StoreInfo";
import { Problem } from "../../components/Problem";
import { Question } from "../../components/Question";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useStoreName } from "../../lib/storeName";
import styles from "./Settings.module.css";

/** What is offered, in days; whoever wants another number has it from the command line, and it is offered beside these. */
const OFFERED = [30, 90, 180, 365, 730] as const;
const FOREVER = "forever";

const daysOf = (keep: Retention) => (keep === "forever" ? Number.POSITIVE_INFINITY : keep.days);

/** How long runs can be undone, shop by shop, and how much room the history takes by that. */
export function Retentions({ bytes }: { bytes: number }) {
  const { t } = useTranslation();
  const manner = useManner();
  const stores = useAsk("stores.list", {});
  return (
    <section>
      <Title order={2} mb="xs">
        {t("settings.kept")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t("settings.kept_about")} {t("settings.history_size", { size: manner.size(bytes) })}
      </Text>
      {stores.error && <Problem error={stores.error} />}
      <div className={styles.kept}>
        {stores.data?.map((store) => (
          <OfStore key={store.name} store={store} />
        ))}
      </div>
    </section>
  );
}

function OfStore({ store }: { store: StoreInfo }) {
  const { t } = useTranslation();
  const storeName = useStoreName();
  const change = useDo("stores.change");
  const [asked, setAsked] = useState<Retention | null>(null);
  const name = storeName(store.name);
  const said = (keep: Retention) =>
    keep === "forever" ? t("settings.kept_forever") : t("settings.kept_days", { count: keep.days });
  const now = daysOf(store.keep);
  const ways = [...new Set([...OFFERED, now])].filter(Number.isFinite).sort((one, other) => one - other);
  const offered = [
    ...ways.map((days) => ({ value: String(days), label: said({ days }) })),
    { value: FOREVER, label: said("forever") },
  ];
  const keep = (wanted: Retention) =>
    change.mutate({ name: store.name, keep: wanted }, { onSuccess: () => setAsked(null) });
  const choose = (value: string | null) => {
    if (value === null) {
      return;
    }
    const wanted: Retention = value === FOREVER ? "forever" : { days: Number(value) };
    // What goes cannot be had back, so that only less is asked about.
    if (daysOf(wanted) < now) {
      setAsked(wanted);
    } else {
      keep(wanted);
    }
  };
  return (
    <>
      <Select
        label={name}
        data={offered}
        value={store.keep === "forever" ? FOREVER : String(store.keep.days)}
        allowDeselect={false}
        onChange={choose}
        error={change.error && asked === null ? <Problem error={change.error} /> : null}
      />
      <Question
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t("settings.keep_less_title", { name })}
        about={t("settings.keep_less_about")}
        keep={t("settings.keep_as_now", { long: said(store.keep) })}
        go={t("settings.keep_less", { long: said(asked ?? store.keep) })}
        onGo={() => asked && keep(asked)}
        isGoing={change.isPending}
        error={change.error}
      />
    </>
  );
}
