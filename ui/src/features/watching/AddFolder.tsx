import { Button, Group, Modal, NumberInput, Select, Stack, Text } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../components/Problem";
import { useAsk, useDo } from "../../lib/asking";
import { usePlatform } from "../../platform/platform";

/** How large a share of a shop's products one file may change unless somebody allows more, in percent. */
const USUAL_CHANGE = 25;

/** Which folder is watched, for which shop, and how much one file may change. */
export function AddFolder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const stores = useAsk("stores.list", {});
  const profiles = useAsk("profiles.list", {});
  const add = useDo("watched.add");
  const [folder, setFolder] = useState<string | null>(null);
  const [chosen, setStore] = useState<string | null>(null);
  const [profile, setProfile] = useState<string | null>(null);
  const [most, setMost] = useState<number>(USUAL_CHANGE);
  const store = chosen ?? (stores.data?.length === 1 ? (stores.data[0]?.name ?? null) : null);
  const submit = () => {
    if (folder && store) {
      add.mutate({ folder, store, profile, most_change: most }, { onSuccess: onClose });
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("watching.add")}
      closeButtonProps={{ "aria-label": t("everywhere.close") }}
    >
      <Stack>
        <div>
          <Text fw={600} size="sm" mb={6}>
            {t("watching.folder")}
          </Text>
          <Group gap="sm" wrap="nowrap">
            <Button
              variant="default"
              leftSection={<IconFolderOpen size={16} />}
              onClick={() => void platform.pickFolder?.().then((picked) => picked && setFolder(picked))}
            >
              {t("watching.choose")}
            </Button>
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {folder ?? t("watching.none_chosen")}
            </Text>
          </Group>
        </div>
        <Select
          label={t("watching.store")}
          data={stores.data?.map(({ name }) => name) ?? []}
          value={store}
          onChange={setStore}
          allowDeselect={false}
        />
        <Select
          label={t("watching.profile")}
          description={t("watching.profile_about")}
          placeholder={t("watching.any_profile")}
          data={profiles.data?.map(({ name }) => name) ?? []}
          value={profile}
          onChange={setProfile}
          clearable
          clearButtonProps={{ "aria-label": t("watching.any_profile"), tabIndex: 0 }}
        />
        <NumberInput
          label={t("watching.most")}
          description={t("watching.most_about")}
          value={most}
          min={1}
          max={100}
          suffix=" %"
          allowDecimal={false}
          onChange={(value) => setMost(Math.min(100, Math.max(1, Number(value) || 1)))}
        />
        {add.error && <Problem error={add.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("watching.not")}
          </Button>
          <Button disabled={!folder || !store} loading={add.isPending} onClick={submit}>
            {t("watching.go")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
