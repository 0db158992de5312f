import { Button, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StoreInfo } from "../../bindings/StoreInfo";
import { Empty } from "../../components/Empty";
import { Entries, Entry } from "../../components/Entries";
import { Problem } from "../../components/Problem";
import { Stall } from "../../components/pictures/pictures";
import { Question } from "../../components/Question";
import { Room } from "../../components/Room";
import { Sign } from "../../components/Sign";
import { asApiError, useAsk, useDo } from "../../lib/asking";
import { ChangeStore } from "./ChangeStore";
import { ExportFile } from "./ExportFile";
import { Practice } from "./Practice";

/** The user's shops, and the practice store. */
export function Stores() {
  const { t } = useTranslation();
  const stores = useAsk("stores.list", {});
  const own = stores.data?.filter((store) => !store.is_practice) ?? [];
  const add = (
    <Button component={Link} to="/stores/add" leftSection={<IconPlus size={18} />}>
      {t("stores.add")}
    </Button>
  );
  return (
    <Room title={t("stores.title")} about={t("stores.about")} actions={own.length > 0 ? add : undefined}>
      {stores.error && <Problem error={stores.error} />}
      {!stores.data && !stores.error && <Skeleton h={88} m="lg" />}
      {stores.data && own.length === 0 && (
        <Empty picture={<Stall />} title={t("stores.none")} action={add}>
          {t("stores.none_about")}
        </Empty>
      )}
      {own.length > 0 && (
        <Entries>
          {own.map((store) => (
            <Own key={store.name} store={store} />
          ))}
        </Entries>
      )}
      <Practice />
    </Room>
  );
}

function Own({ store }: { store: StoreInfo }) {
  const { t } = useTranslation();
  const test = useDo("stores.test");
  const remove = useDo("stores.remove");
  const [isAsking, dialog] = useDisclosure(false);
  const [isChanging, change] = useDisclosure(false);
  const [isExporting, exporting] = useDisclosure(false);
  const { name, facts } = store;
  const wordpress = test.data?.wordpress;
  // A key that may only read is told by its sign.
  const unwritten = test.data?.write_refused;
  const refused = wordpress?.error ?? (unwritten?.code === "store_key_cannot_write" ? null : unwritten);
  return (
    <Entry
      signs={
        <>
          {facts && !facts.access.write && <Sign tone="careful">{t("stores.read_only")}</Sign>}
          {store.is_readable_by_others && <Sign tone="careful">{t("stores.in_the_clear")}</Sign>}
          {store.key_shown === "query" && <Sign tone="careful">{t("stores.key_in_address")}</Sign>}
          {test.isSuccess && <Sign tone="good">{t("stores.answers")}</Sign>}
          {wordpress && !wordpress.error && (
            <Sign tone="good">{t("stores.wordpress_may", { user: wordpress.user })}</Sign>
          )}
        </>
      }
      actions={
        <>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ name })}>
            {t("stores.test")}
          </Button>
          <Button variant="default" onClick={exporting.open}>
            {t("stores.export.open")}
          </Button>
          <Button variant="default" onClick={change.open}>
            {t("stores.change")}
          </Button>
          <Button variant="subtle" onClick={dialog.open}>
            {t("stores.remove")}
          </Button>
        </>
      }
      error={test.error ?? (refused ? asApiError(refused) : null)}
      dialogs={
        <>
          {isChanging && (
            <ChangeStore store={store} onClose={change.close} onOtherKey={(called) => test.mutate({ name: called })} />
          )}
          {isExporting && <ExportFile store={name} onClose={exporting.close} />}
          <Question
            opened={isAsking}
            onClose={dialog.close}
            title={t("stores.remove_title", { name })}
            about={t("stores.remove_about")}
            keep={t("stores.keep")}
            go={t("stores.remove_named", { name })}
            onGo={() => remove.mutate({ name }, { onSuccess: dialog.close })}
            isGoing={remove.isPending}
            error={remove.error}
          />
        </>
      }
    >
      <strong>{name}</strong>
      <Text size="sm" c="dimmed">
        {store.url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
      </Text>
      {facts && (
        <Text size="sm" c="dimmed">
          {[
            facts.currency,
            facts.weight_unit,
            facts.dimension_unit,
            facts.version && t("stores.version", { version: facts.version }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      )}
    </Entry>
  );
}
