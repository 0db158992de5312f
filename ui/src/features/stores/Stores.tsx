import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { StoreInfo } from "../../bindings/StoreInfo";
import { Empty } from "../../components/Empty";
import { Problem } from "../../components/Problem";
import { Stall } from "../../components/pictures/pictures";
import { Room } from "../../components/Room";
import { Sign } from "../../components/Sign";
import { useAsk, useDo } from "../../lib/asking";
import { ChangeStore } from "./ChangeStore";
import { Practice } from "./Practice";
import styles from "./Stores.module.css";

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
        <ul className={styles.list}>
          {own.map((store) => (
            <Entry key={store.name} store={store} />
          ))}
        </ul>
      )}
      <Practice />
    </Room>
  );
}

function Entry({ store }: { store: StoreInfo }) {
  const { t } = useTranslation();
  const test = useDo("stores.test");
  const remove = useDo("stores.remove");
  const [isAsking, dialog] = useDisclosure(false);
  const [isChanging, change] = useDisclosure(false);
  const facts = store.facts;
  const error = test.error ?? remove.error;
  return (
    <li className={styles.store}>
      <div className={styles.words}>
        <strong>{store.name}</strong>
        <Text size="sm" c="dimmed">
          {store.url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
        </Text>
        {facts && (
          <Text size="sm" c="dimmed">
            {t("stores.facts", {
              currency: facts.currency,
              weight: facts.weight_unit,
              length: facts.dimension_unit,
              version: facts.version,
            })}
          </Text>
        )}
      </div>
      <Group gap="sm" className={styles.signs ?? ""}>
        {facts && !facts.access.write && <Sign tone="careful">{t("stores.read_only")}</Sign>}
        {test.isSuccess && <Sign tone="good">{t("stores.answers")}</Sign>}
      </Group>
      <Group gap="sm">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ name: store.name })}>
          {t("stores.test")}
        </Button>
        <Button variant="default" onClick={change.open}>
          {t("stores.change")}
        </Button>
        <Button variant="subtle" onClick={dialog.open}>
          {t("stores.remove")}
        </Button>
      </Group>
      {error && (
        <div className={styles.problem}>
          <Problem error={error} />
        </div>
      )}
      {isChanging && <ChangeStore store={store} onClose={change.close} />}
      <Modal
        opened={isAsking}
        onClose={dialog.close}
        title={t("stores.remove_title", { name: store.name })}
        closeButtonProps={{ "aria-label": t("everywhere.close") }}
      >
        <Stack>
          <Text>{t("stores.remove_about")}</Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>
              {t("stores.keep")}
            </Button>
            <Button
              loading={remove.isPending}
              onClick={() => remove.mutate({ name: store.name }, { onSettled: dialog.close })}
            >
              {t("stores.remove_named", { name: store.name })}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </li>
  );
}
