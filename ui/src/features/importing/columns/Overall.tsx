import { Button, Group, Radio, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BlankPolicy } from "../../../bindings/BlankPolicy";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { Mode } from "../../../bindings/Mode";
import type { OnEdit } from "../../../bindings/OnEdit";
import type { ProfileResembling } from "../../../bindings/ProfileResembling";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { useAsk, useDo } from "../../../lib/asking";
import { clearing } from "../../../lib/clearing";
import { useSaid } from "../../../lib/said";
import { hasRenamed, Offer } from "../file/Resembling";
import { Misfit } from "../Misfit";
import { Shape } from "./Shape";
import { useDecide } from "./useDecide";

const MODES: readonly Mode[] = ["create_update", "update", "create", "delete"];
const EDITS: readonly OnEdit[] = ["skip", "overwrite", "ask"];
const BLANKS: readonly BlankPolicy[] = ["keep", "clear"];

/** What holds for all columns: what may happen, what empty cells mean, and the profile. */
export function Overall({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const { send, error } = useDecide(draft);
  return (
    <Stack gap="xl">
      <Shape draft={draft} />
      <Radio.Group
        label={t("importing.mode.title")}
        value={draft.mode}
        onChange={(mode) => send({ mode: mode as Mode })}
      >
        <Stack gap="xs" mt="xs">
          {MODES.map((mode) => (
            <Radio key={mode} value={mode} label={t(`importing.mode.${mode}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t("importing.blank.title")}
        value={draft.blank}
        onChange={(blank) => send({ blank: blank as BlankPolicy })}
      >
        <Stack gap="xs" mt="xs">
          {BLANKS.map((blank) => (
            <Radio key={blank} value={blank} label={t(`importing.blank.${blank}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group
        label={t("importing.edits.title")}
        value={draft.on_edit}
        onChange={(edit) => send({ on_edit: edit as OnEdit })}
      >
        <Stack gap="xs" mt="xs">
          {EDITS.map((edit) => (
            <Radio key={edit} value={edit} label={t(`importing.edits.${edit}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Taken draft={draft} onTake={(takes) => send({ takes })} />
      <ProfileOf draft={draft} />
      {error && <Problem error={error} />}
    </Stack>
  );
}

/** The kinds of trouble that are mended by themselves, as the user once said. */
function Taken({ draft, onTake }: { draft: DraftShown; onTake: (takes: string[]) => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  if (draft.takes.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={3} mb="xs">
        {t("importing.taken.title")}
      </Title>
      <Stack gap="xs">
        {draft.takes.map((code) => (
          <Group key={code} gap="sm" wrap="nowrap" justify="space-between">
            <Text size="sm">{code === "all" ? t("importing.taken.all") : said("issues_kind", code)}</Text>
            <Button
              size="compact-sm"
              variant="subtle"
              flex="none"
              onClick={() => onTake(draft.takes.filter((other) => other !== code))}
            >
              {t("importing.taken.stop")}
            </Button>
          </Group>
        ))}
      </Stack>
    </section>
  );
}

/** The saved profile that the draft goes by, and saving what was decided as one. */
function ProfileOf({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const profiles = useAsk("profiles.list", {});
  const use = useDo("drafts.use_profile");
  const look = useDo("drafts.resembling");
  const save = useDo("drafts.save_profile");
  const [offered, setOffered] = useState<ProfileResembling | null>(null);
  const fits = draft.misfit ? null : draft.profile;
  const [typed, setName] = useState<string | null>(null);
  // A profile for other files is not to be written over by one click.
  const name = typed ?? fits ?? "";
  const renew = () =>
    void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts.") });
  const drop = () => {
    setOffered(null);
    if (draft.profile !== null) {
      use.mutate({ draft: draft.draft, name: null }, { onSuccess: renew });
    }
  };
  /** Columns that are called otherwise now are asked about first. */
  const choose = (name: string) =>
    look.mutate(
      { draft: draft.draft },
      {
        onSuccess: (found) => {
          const nearly = found.find((profile) => profile.name === name && hasRenamed(profile)) ?? null;
          setOffered(nearly);
          if (!nearly) {
            use.mutate({ draft: draft.draft, name }, { onSuccess: renew });
          }
        },
      },
    );
  const error = use.error ?? look.error ?? save.error;
  return (
    <Stack gap="sm">
      <Title order={3}>{t("importing.profile.title")}</Title>
      <Text size="sm" c="dimmed">
        {t("importing.profile.about")}
      </Text>
      {(profiles.data?.length ?? 0) > 0 && (
        <Select
          label={t("importing.profile.use")}
          placeholder={t("importing.profile.none")}
          data={profiles.data?.map((profile) => profile.name) ?? []}
          value={offered?.name ?? draft.profile}
          disabled={look.isPending || use.isPending}
          clearable
          clearButtonProps={clearing(t("importing.profile.drop"))}
          onChange={(chosen) => (chosen === null ? drop() : choose(chosen))}
        />
      )}
      {offered && <Offer key={offered.name} draft={draft} profile={offered} onUsed={() => setOffered(null)} />}
      <Misfit draft={draft} />
      <Group gap="sm" align="end" wrap="nowrap">
        <TextInput
          flex={1}
          label={t("importing.profile.save_as")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={name.trim() === ""}
          loading={save.isPending}
          onClick={() => save.mutate({ draft: draft.draft, name: name.trim() }, { onSuccess: renew })}
        >
          {t("everywhere.save")}
        </Button>
      </Group>
      {save.isSuccess && <Sign tone="good">{t("importing.profile.saved", { name: save.data.name })}</Sign>}
      {error && <Problem error={error} />}
    </Stack>
  );
}
