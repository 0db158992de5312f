import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { useAsk, useDo } from "../../lib/asking";
import { clearing } from "../../lib/clearing";
import { useManner } from "../../lib/format";
import { useStoreName } from "../../lib/storeName";
import { usePlatform } from "../../platform/platform";

/** How large a share of a shop's products one file may change unless somebody allows more, in percent. */
const USUAL_CHANGE = 25;

/** Which folder is watched, for which shop, and how much one file may change. */
export function AddFolder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manner = useManner();
  const nameOf = useStoreName();
  const stores = useAsk("stores.list", {});
  const profiles = useAsk("profiles.list", {});
  const add = useDo("watched.add");
  const [folder, setFolder] = useState("");
  const [chosen, setStore] = useState<string | null>(null);
  const [profile, setProfile] = useState<string | null>(null);
  const [pictures, setPictures] = useState("");
  const [most, setMost] = useState<number>(USUAL_CHANGE);
  const store = chosen ?? (stores.data?.length === 1 ? (stores.data[0]?.name ?? null) : null);
  const submit = () => {
    if (folder.trim() && store) {
      const pictures_from = pictures.trim() || null;
      add.mutate({ folder: folder.trim(), store, profile, most_change: most, pictures_from }, { onSuccess: onClose });
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("watching.add")}>
      <Stack>
        <Folder
          words={{
            label: t("watching.folder"),
            about: t("watching.folder_about"),
            choose: t("watching.choose"),
            none: t("watching.none_chosen"),
          }}
          folder={folder}
          onFolder={setFolder}
        />
        <Select
          label={t("watching.store")}
          data={stores.data?.map(({ name }) => ({ value: name, label: nameOf(name) })) ?? []}
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
          clearButtonProps={clearing(t("watching.any_profile"))}
        />
        <NumberInput
          label={t("watching.most")}
          description={t("watching.most_about")}
          value={most}
          min={1}
          max={100}
          suffix={manner.percent(0).replace("0", "")}
          allowDecimal={false}
          onChange={(value) => setMost(Math.min(100, Math.max(1, Number(value) || 1)))}
        />
        <Folder
          words={{
            label: t("watching.pictures"),
            about: t("watching.pictures_about"),
            choose: t("watching.choose_pictures"),
            none: t("watching.no_pictures"),
            clear: t("watching.clear_pictures"),
          }}
          folder={pictures}
          onFolder={setPictures}
        />
        {add.error && <Problem error={add.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("watching.not")}
          </Button>
          <Button disabled={!folder.trim() || !store} loading={add.isPending} onClick={submit}>
            {t("watching.go")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

interface FolderWords {
  label: string;
  about: string;
  choose: string;
  none: string;
  /** Where it may be none. */
  clear?: string;
}

/** A folder: chosen where there are folders to choose, else typed. */
function Folder(props: { words: FolderWords; folder: string; onFolder: (folder: string) => void }) {
  const { words, folder, onFolder } = props;
  const platform = usePlatform();
  if (!platform.pickFolder) {
    return (
      <TextInput
        label={words.label}
        description={words.about}
        value={folder}
        spellCheck={false}
        onChange={(event) => onFolder(event.currentTarget.value)}
      />
    );
  }
  return (
    <div>
      <Text fw={600} size="sm" mb={words.clear ? 0 : 6}>
        {words.label}
      </Text>
      {words.clear && (
        <Text size="xs" c="dimmed" mb={6}>
          {words.about}
        </Text>
      )}
      <Group gap="sm" wrap="nowrap">
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={16} />}
          onClick={() => void platform.pickFolder?.().then((picked) => picked && onFolder(picked))}
        >
          {words.choose}
        </Button>
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {folder || words.none}
        </Text>
        {words.clear && folder && (
          <Button variant="subtle" onClick={() => onFolder("")}>
            {words.clear}
          </Button>
        )}
      </Group>
    </div>
  );
}
