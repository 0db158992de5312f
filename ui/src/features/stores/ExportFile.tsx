import { Button, Group, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entity } from "../../bindings/Entity";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { Sign } from "../../components/Sign";
import { Working } from "../../components/Working";
import { useLongDo } from "../../lib/asking";
import { useStoreName } from "../../lib/storeName";
import { usePlatform } from "../../platform/platform";

/** What a shop has; variations come with their products. */
const KINDS: readonly Exclude<Entity, "variation">[] = [
  "product",
  "category",
  "tag",
  "brand",
  "attribute",
  "term",
  "shipping_class",
  "customer",
  "coupon",
  "review",
  "order",
  "order_note",
  "refund",
  "tax_rate",
  "tax_class",
];

/** Writes all records of a kind into a file that can be imported again. */
export function ExportFile({ store, onClose }: { store: string; onClose: () => void }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const platform = usePlatform();
  const products = useLongDo("exports.products");
  const records = useLongDo("exports.records");
  const [kind, setKind] = useState<(typeof KINDS)[number]>("product");
  const isProducts = kind === "product";
  const { isPending, error, progress, stop } = isProducts ? products : records;
  const written = records.data?.kind === kind ? records.data.records : undefined;
  const rows = isProducts ? products.data && products.data.products + products.data.variations : written;
  const write = async () => {
    const name = `${t(`importing.kind.all.${kind}`)} ${nameOf(store)}`.replace(/[\\/:*?"<>|]+/g, " ");
    const file = await platform.pickPlace(`${name}.csv`);
    if (file && isProducts) {
      products.mutate({ store, file });
    } else if (file) {
      records.mutate({ store, file, kind });
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("stores.export.title", { name: nameOf(store) })}>
      <Stack>
        <Select
          label={t("stores.export.what")}
          data={KINDS.map((one) => ({ value: one, label: t(`importing.kind.all.${one}`) }))}
          value={kind}
          allowDeselect={false}
          disabled={isPending}
          onChange={(value) => setKind((value ?? "product") as (typeof KINDS)[number])}
        />
        {isPending && <Working label={t("stores.export.working")} progress={progress} onStop={stop} />}
        {!isPending && !error && rows !== undefined && (
          <Sign tone="good">{t("stores.export.written", { count: rows })}</Sign>
        )}
        {error && <Problem error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("everywhere.close")}
          </Button>
          <Button loading={isPending} onClick={() => void write()}>
            {t("stores.export.go")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
