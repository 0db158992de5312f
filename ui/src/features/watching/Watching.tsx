import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFolder, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WatchedShown } from "../../bindings/WatchedShown";
import { Empty } from "../../components/Empty";
import { Problem } from "../../components/Problem";
import { Lantern } from "../../components/pictures/pictures";
import { Room } from "../../components/Room";
import { Sign, type Tone } from "../../components/Sign";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { usePlatform } from "../../platform/platform";
import { AddFolder } from "./AddFolder";
import { Arrivals } from "./Arrivals";
import styles from "./Watching.module.css";

/** Folders from which files are imported by themselves, and what became of what came in. */
export function Watching() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const folders = useAsk("watched.list", {});
  const [isAdding, adding] = useDisclosure(false);
  const [shown, setShown] = useState<WatchedShown | null>(null);
  const canAdd = platform.pickFolder !== undefined;
  const add = canAdd ? (
    <Button leftSection={<IconPlus size={18} />} onClick={adding.open}>
      {t("watching.add")}
    </Button>
  ) : (
    <Text size="sm" c="dimmed">
      {t("watching.only_window")}
    </Text>
  );
  return (
    <Room
      title={t("watching.title")}
      about={t("watching.about")}
      actions={(folders.data?.length ?? 0) > 0 ? add : undefined}
    >
      {folders.error && <Problem error={folders.error} />}
      {!folders.data && !folders.error && <Skeleton h={80} m="lg" />}
      {folders.data?.length === 0 && (
        <Empty picture={<Lantern />} title={t("watching.none")} action={add}>
          {t("watching.none_about")}
        </Empty>
      )}
      {(folders.data?.length ?? 0) > 0 && (
        <ul className={styles.list}>
          {folders.data?.map((folder) => (
            <Entry key={folder.watched} folder={folder} onShow={() => setShown(folder)} />
          ))}
        </ul>
      )}
      {isAdding && <AddFolder onClose={adding.close} />}
      {shown && <Arrivals folder={shown} onClose={() => setShown(null)} />}
    </Room>
  );
}

const TONES: Record<WatchedShown["stands"], Tone> = {
  watching: "good",
  waiting: "careful",
  paused: "quiet",
  failing: "wrong",
  asleep: "quiet",
};

function Entry({ folder, onShow }: { folder: WatchedShown; onShow: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const pause = useDo("watched.pause");
  const goOn = useDo("watched.go_on");
  const remove = useDo("watched.remove");
  const [isAsking, dialog] = useDisclosure(false);
  const isPaused = folder.stands === "paused";
  const request = { watched: folder.watched };
  const error = pause.error ?? goOn.error ?? remove.error;
  return (
    <li className={styles.folder}>
      <IconFolder className={styles.icon} size={24} stroke={1.6} aria-hidden="true" />
      <div className={styles.words}>
        <strong>{folder.folder}</strong>
        <Text size="sm" c="dimmed">
          {[t("watching.into", { store: folder.store }), folder.profile ?? t("watching.any_profile")].join(" · ")}
        </Text>
        <Sign tone={TONES[folder.stands]}>{t(`watching.stands.${folder.stands}`)}</Sign>
        {folder.error && <Text size="sm">{said("errors", folder.error.code, folder.error.params)}</Text>}
        {folder.last && (
          <Text size="sm" c="dimmed">
            {t("watching.last", {
              file: folder.last.file,
              what: t(`watching.what.${folder.last.what}` as never),
              when: manner.since(folder.last.at),
            })}
          </Text>
        )}
      </div>
      <Group gap="sm">
        <Button variant="default" disabled={folder.arrivals === 0} onClick={onShow}>
          {t("watching.arrivals", { count: folder.arrivals })}
        </Button>
        {isPaused ? (
          <Button variant="default" loading={goOn.isPending} onClick={() => goOn.mutate(request)}>
            {t("watching.go_on")}
          </Button>
        ) : (
          <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate(request)}>
            {t("watching.pause")}
          </Button>
        )}
        <Button variant="subtle" onClick={dialog.open}>
          {t("watching.remove")}
        </Button>
      </Group>
      {error && (
        <div className={styles.problem}>
          <Problem error={error} />
        </div>
      )}
      <Modal
        opened={isAsking}
        onClose={dialog.close}
        title={t("watching.remove_title")}
        closeButtonProps={{ "aria-label": t("everywhere.close") }}
      >
        <Stack>
          <Text>{t("watching.remove_about", { folder: folder.folder })}</Text>
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={dialog.close}>
              {t("watching.keep")}
            </Button>
            <Button loading={remove.isPending} onClick={() => remove.mutate(request, { onSettled: dialog.close })}>
              {t("watching.remove_go")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </li>
  );
}
