import { Button, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFolder, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WatchedShown } from "../../bindings/WatchedShown";
import { Empty } from "../../components/Empty";
import { Entries, Entry } from "../../components/Entries";
import { Problem } from "../../components/Problem";
import { Lantern } from "../../components/pictures/pictures";
import { Question } from "../../components/Question";
import { Room } from "../../components/Room";
import { Sign, type Tone } from "../../components/Sign";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { useStoreName } from "../../lib/storeName";
import { AddFolder } from "./AddFolder";
import { Arrivals } from "./Arrivals";

/** Folders from which files are imported by themselves, and what became of what came in. */
export function Watching() {
  const { t } = useTranslation();
  const folders = useAsk("watched.list", {});
  const [isAdding, adding] = useDisclosure(false);
  const [shown, setShown] = useState<WatchedShown | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={18} />} onClick={adding.open}>
      {t("watching.add")}
    </Button>
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
        <Entries>
          {folders.data?.map((folder) => (
            <Watched key={folder.watched} folder={folder} onShow={() => setShown(folder)} />
          ))}
        </Entries>
      )}
      {isAdding && <AddFolder onClose={adding.close} />}
      {shown && <Arrivals folder={shown} onClose={() => setShown(null)} />}
    </Room>
  );
}

const TONES: Record<WatchedShown["stands"], Tone> = {
  watching: "good",
  waiting: "careful",
  closed: "careful",
  paused: "quiet",
  failing: "wrong",
  asleep: "quiet",
};

function Watched({ folder, onShow }: { folder: WatchedShown; onShow: () => void }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const said = useSaid();
  const manner = useManner();
  const pause = useDo("watched.pause");
  const goOn = useDo("watched.go_on");
  const remove = useDo("watched.remove");
  const reopen = useDo("practice.start");
  const [isAsking, dialog] = useDisclosure(false);
  const isPaused = folder.stands === "paused";
  const toggle = isPaused ? goOn : pause;
  const request = { watched: folder.watched };
  return (
    <Entry
      icon={<IconFolder size={24} stroke={1.6} aria-hidden="true" />}
      actions={
        <>
          {folder.stands === "closed" && (
            <Button loading={reopen.isPending} onClick={() => reopen.mutate({})}>
              {t("stores.practice.start")}
            </Button>
          )}
          <Button variant="default" disabled={folder.arrivals === 0} onClick={onShow}>
            {t("watching.arrivals", { count: folder.arrivals })}
          </Button>
          <Button variant="default" loading={toggle.isPending} onClick={() => toggle.mutate(request)}>
            {isPaused ? t("watching.go_on") : t("watching.pause")}
          </Button>
          <Button variant="subtle" onClick={dialog.open}>
            {t("watching.remove")}
          </Button>
        </>
      }
      error={pause.error ?? goOn.error ?? reopen.error}
      dialogs={
        <Question
          opened={isAsking}
          onClose={dialog.close}
          title={t("watching.remove_title")}
          about={t("watching.remove_about", { folder: folder.folder })}
          keep={t("watching.keep")}
          go={t("watching.remove_go")}
          onGo={() => remove.mutate(request, { onSuccess: dialog.close })}
          isGoing={remove.isPending}
          error={remove.error}
        />
      }
    >
      <strong>{folder.folder}</strong>
      <Text size="sm" c="dimmed">
        {[
          t("watching.into", { store: nameOf(folder.store) }),
          folder.profile ?? t("watching.any_profile"),
          ...(folder.pictures_from ? [t("watching.pictures_of", { folder: folder.pictures_from })] : []),
        ].join(" · ")}
      </Text>
      {folder.need_you > 0 && <Sign tone="careful">{t("watching.need_you", { count: folder.need_you })}</Sign>}
      <Sign tone={folder.need_you > 0 && folder.stands === "watching" ? "quiet" : TONES[folder.stands]}>
        {t(`watching.stands.${folder.stands}`)}
      </Sign>
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
    </Entry>
  );
}
