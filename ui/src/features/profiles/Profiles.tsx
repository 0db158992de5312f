import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileImport, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProfileInfo } from "../../bindings/ProfileInfo";
import { Dialog } from "../../components/Dialog";
import { Empty } from "../../components/Empty";
import { Entries, Entry } from "../../components/Entries";
import { Problem } from "../../components/Problem";
import { Chart } from "../../components/pictures/pictures";
import { Question } from "../../components/Question";
import { Room } from "../../components/Room";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { type Picked, usePlatform } from "../../platform/platform";
import styles from "./Profiles.module.css";

/** What was decided about files' columns, kept for the next such file. */
export function Profiles() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const profiles = useAsk("profiles.list", {});
  const bring = useDo("profiles.import");
  const [picked, setPicked] = useState<Picked | null>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const wanted = typed.trim().toLocaleLowerCase();
  const shown = profiles.data?.filter(({ name }) => name.toLocaleLowerCase().includes(wanted)) ?? [];
  const take = async () => {
    const file = await platform.pickFile("profile");
    if (file) {
      setPicked(file);
      bring.mutate({ file: file.file });
    }
  };
  const isTaken = bring.error?.code === "profile_name_taken";
  // The file is told by the name that the user knows.
  const refused = bring.error && { ...bring.error, params: { ...bring.error.params, file: picked?.name ?? "" } };
  const problem = profiles.error ?? (isTaken ? null : refused);
  const fromFile = (
    <Button
      variant="default"
      leftSection={<IconFileImport size={18} />}
      loading={bring.isPending}
      onClick={() => void take()}
    >
      {t("profiles.from_file")}
    </Button>
  );
  return (
    <Room title={t("profiles.title")} about={t("profiles.about")} actions={fromFile}>
      {problem && <Problem error={problem} />}
      {!profiles.data && !profiles.error && <Skeleton h={64} m="lg" />}
      {profiles.data?.length === 0 && (
        <Empty
          picture={<Chart />}
          title={t("profiles.none")}
          action={
            <Button component={Link} to="/">
              {t("shell.to_import")}
            </Button>
          }
        >
          {t("profiles.none_about")}
        </Empty>
      )}
      {(profiles.data?.length ?? 0) > 0 && (
        <>
          <div className={styles.tools}>
            <TextInput
              leftSection={<IconSearch size={16} aria-hidden="true" />}
              placeholder={t("profiles.search")}
              aria-label={t("profiles.search")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
          <Entries>
            {shown.map((profile) => (
              <Kept key={profile.name} profile={profile} onShow={() => setChosen(profile.name)} />
            ))}
          </Entries>
          {shown.length === 0 && (
            <Text c="dimmed" p="lg">
              {t("everywhere.nothing_found", { text: typed })}
            </Text>
          )}
        </>
      )}
      <Question
        opened={isTaken}
        onClose={bring.reset}
        title={t("profiles.replace_title", { name: bring.error?.params.name })}
        about={t("profiles.replace_about")}
        keep={t("profiles.replace_keep")}
        go={t("profiles.replace_go")}
        onGo={() => picked && bring.mutate({ file: picked.file, replace: true })}
        isGoing={bring.isPending}
      />
      {chosen !== null && <Shown name={chosen} onClose={() => setChosen(null)} />}
    </Room>
  );
}

function Kept({ profile, onShow }: { profile: ProfileInfo; onShow: () => void }) {
  const { t } = useTranslation();
  const manner = useManner();
  const platform = usePlatform();
  const save = useDo("profiles.export");
  const remove = useDo("profiles.remove");
  const [isAsking, dialog] = useDisclosure(false);
  const [isRenaming, renaming] = useDisclosure(false);
  const { name } = profile;
  const write = async () => {
    const file = await platform.pickPlace(`${name.replace(/[\\/:*?"<>|]/g, " ")}.json`);
    if (file) {
      save.mutate({ name, file });
    }
  };
  return (
    <Entry
      actions={
        <>
          <Button variant="default" onClick={onShow}>
            {t("profiles.show")}
          </Button>
          <Button variant="default" onClick={renaming.open}>
            {t("profiles.rename")}
          </Button>
          <Button variant="default" loading={save.isPending} onClick={() => void write()}>
            {t("profiles.to_file")}
          </Button>
          <Button variant="subtle" onClick={dialog.open}>
            {t("profiles.remove")}
          </Button>
        </>
      }
      error={save.error}
      dialogs={
        <>
          <Question
            opened={isAsking}
            onClose={dialog.close}
            title={t("profiles.remove_title", { name })}
            about={t("profiles.remove_about")}
            keep={t("profiles.keep")}
            go={t("profiles.remove_go")}
            onGo={() => remove.mutate({ name }, { onSuccess: dialog.close })}
            isGoing={remove.isPending}
            error={remove.error}
          />
          {isRenaming && <Rename name={name} onClose={renaming.close} />}
        </>
      }
    >
      <strong>{name}</strong>
      <Text size="sm" c="dimmed">
        {t("everywhere.columns", { count: profile.columns })} ·{" "}
        {t("profiles.saved", { when: manner.since(profile.saved_at) })}
      </Text>
    </Entry>
  );
}

/** Another name for a profile; what it says stays. */
function Rename({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const rename = useDo("profiles.rename");
  const [typed, setTyped] = useState(name);
  const wanted = typed.trim();
  return (
    <Dialog opened onClose={onClose} title={t("profiles.rename_title", { name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate({ name, new_name: wanted }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <TextInput
            label={t("profiles.name")}
            value={typed}
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {rename.error && <Problem error={rename.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("everywhere.cancel")}
            </Button>
            <Button type="submit" disabled={wanted === "" || wanted === name} loading={rename.isPending}>
              {t("everywhere.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** What a profile says of each column. */
function Shown({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const profile = useAsk("profiles.show", { name });
  const isPlain =
    !profile.data?.constants?.length && !profile.data?.columns?.some(({ steps }) => steps && steps.length > 0);
  return (
    <Dialog opened onClose={onClose} title={name} size="lg">
      {profile.error && <Problem error={profile.error} />}
      {!profile.data && !profile.error && <Skeleton h={200} />}
      {profile.data && (
        <>
          <Title order={3}>{t("profiles.columns")}</Title>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t("profiles.column")}</th>
                <th scope="col">{t("profiles.field")}</th>
                {!isPlain && <th scope="col">{t("profiles.steps")}</th>}
              </tr>
            </thead>
            <tbody>
              {profile.data.columns?.map((column) => (
                <tr key={`${column.column}/${column.occurrence}`}>
                  <td>{column.column}</td>
                  <td>{column.target ? said.field(column.target) : t("profiles.left_out")}</td>
                  {!isPlain && <td>{column.steps?.map((step) => t(`profiles.step.${step.step}`)).join(", ")}</td>}
                </tr>
              ))}
              {profile.data.constants?.map(([target, text]) => (
                <tr key={target}>
                  <td>{t("profiles.constant")}</td>
                  <td>{said.field(target)}</td>
                  <td>{text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </Dialog>
  );
}
