import { Button, Group, Radio, Select, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftSecondLooked } from "../../../bindings/DraftSecondLooked";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { SecondKey } from "../../../bindings/SecondKey";
import { Dialog } from "../../../components/Dialog";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { type Request, useLongDo } from "../../../lib/asking";
import { usePlatform } from "../../../platform/platform";
import { sheetsOf } from "./useReading";

/** Another file, or another sheet, that belongs to this one: what it is joined by, or the way to add it. */
export function SecondFile({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const look = useLongDo("drafts.second_look");
  const [isOpen, setOpen] = useState(false);
  const rows = draft.rows;
  if (!rows || rows.failed || draft.file.stands === "gone") {
    return null;
  }
  const ask = (request: Omit<Request<"drafts.second_look">, "draft">) =>
    look.mutate({ draft: draft.draft, ...request }, { onSuccess: () => setOpen(true) });
  const choose = async () => {
    const source = await platform.pickTable();
    if (source && "path" in source) {
      ask({ source: { path: source.path } });
    } else if (source && "upload" in source) {
      ask({ source: { upload: source.upload } });
    }
  };
  const others = rows.format.sheets.map(({ name }) => name).filter((name) => name !== rows.format.sheet?.value);
  return (
    <Stack gap="xs" component="section" aria-label={t("importing.second.title")}>
      {draft.second && <JoinedWith draft={draft} />}
      <Group gap="xs">
        <Button variant="subtle" size="compact-sm" loading={look.isPending} onClick={() => void choose()}>
          {t(draft.second ? "importing.second.other" : "importing.second.add")}
        </Button>
        {!draft.second && others.length > 0 && (
          <Select
            size="xs"
            aria-label={t("importing.second.add_sheet")}
            placeholder={t("importing.second.add_sheet")}
            data={sheetsOf(t, others)}
            value={null}
            onChange={(sheet) => sheet && ask({ own: true, sheet })}
          />
        )}
      </Group>
      {look.error && <Problem error={look.error} />}
      {look.data && (
        <Dialog opened={isOpen} onClose={() => setOpen(false)} title={t("importing.second.dialog")}>
          <KeyChoice
            key={`${look.data.name} ${look.data.sheet}`}
            draft={draft}
            looked={look.data}
            onSheet={(sheet) => ask({ sheet })}
            onDone={() => setOpen(false)}
          />
        </Dialog>
      )}
    </Stack>
  );
}

function useJoin(draft: DraftShown, onDone?: () => void) {
  const queries = useQueryClient();
  const join = useLongDo("drafts.second_join");
  const send = (request: Omit<Request<"drafts.second_join">, "draft">) =>
    join.mutate(
      { draft: draft.draft, ...request },
      {
        onSuccess: () => {
          void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts.") });
          onDone?.();
        },
      },
    );
  return { send, error: join.error, isPending: join.isPending };
}

/** With what the file is joined, and how many of its rows were found there. */
function JoinedWith({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const join = useJoin(draft);
  const { second, rows } = draft;
  if (!second) {
    return null;
  }
  const name = second.sheet ?? second.name;
  const joined = rows?.is_complete ? rows.joined : null;
  const found = joined?.found ?? null;
  const of = joined?.products ?? 0;
  return (
    <>
      <Group gap="xs">
        {second.own === null || found === null ? (
          <Sign tone="good">{t("importing.second.joined", { name })}</Sign>
        ) : (
          <Sign tone={found < of ? "careful" : "good"}>
            {t("importing.second.joined_by", { name, key: second.own, found, of })}
          </Sign>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          loading={join.isPending}
          onClick={() => join.send({ remove: true })}
          aria-label={t("importing.second.remove_named", { name })}
        >
          {t("importing.second.remove")}
        </Button>
      </Group>
      {join.error && <Problem error={join.error} />}
    </>
  );
}

interface KeyChoiceProps {
  draft: DraftShown;
  looked: DraftSecondLooked;
  onSheet: (sheet: string) => void;
  onDone: () => void;
}

const asJoined = ({ own, second, without_zeros: isBare }: SecondKey) => ({
  own,
  second,
  ...(isBare ? { without_zeros: true } : {}),
});

/** By which column two files belong together: those with the same values, with how many rows match. */
function KeyChoice({ draft, looked, onSheet, onDone }: KeyChoiceProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const join = useJoin(draft, onDone);
  const key: SecondKey | undefined = looked.keys[chosen];
  const isPossible = looked.by_platform || key !== undefined;
  const label = ({ own, second, found, rows, without_zeros: isBare }: SecondKey) => {
    const key = t(own === second ? "importing.second.key_same" : "importing.second.key", { own, second, found, rows });
    return isBare ? `${key}. ${t("importing.second.without_zeros")}` : key;
  };
  return (
    <Stack gap="md">
      <Text>{looked.name}</Text>
      {looked.sheets.length > 1 && (
        <Select
          label={t("importing.read.sheet")}
          data={sheetsOf(t, looked.sheets)}
          value={looked.sheet}
          allowDeselect={false}
          onChange={(sheet) => sheet && onSheet(sheet)}
        />
      )}
      {looked.by_platform && <Text size="sm">{t("importing.second.by_platform")}</Text>}
      {!isPossible && <Sign tone="careful">{t("importing.second.nothing_shared")}</Sign>}
      {looked.keys.length > 0 && (
        <Radio.Group
          label={t("importing.second.by")}
          value={String(chosen)}
          onChange={(value) => setChosen(Number(value))}
        >
          <Stack gap="xs" mt="xs">
            {looked.keys.map((one, at) => (
              <Radio key={`${one.own} ${one.second} ${one.without_zeros}`} value={String(at)} label={label(one)} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {join.error && <Problem error={join.error} />}
      <Group justify="end" gap="sm">
        <Button variant="default" onClick={onDone}>
          {t("importing.second.leave")}
        </Button>
        <Button disabled={!isPossible} loading={join.isPending} onClick={() => join.send(key ? asJoined(key) : {})}>
          {t("importing.second.join")}
        </Button>
      </Group>
    </Stack>
  );
}
