import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import { useStoreName } from "../lib/storeName";

/** Why a run can be neither taken back nor gone on with, where its shop is no longer there. */
export function StoreGone({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  return run.store_gone ? (
    <Text size="sm">{t(`everywhere.store_gone.${run.store_gone}`, { store: nameOf(run.store) })}</Text>
  ) : null;
}
