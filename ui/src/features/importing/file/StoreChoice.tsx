import { Anchor, Button, Radio, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Problem } from "../../../components/Problem";
import { keepAnswer, useAsk, useDo } from "../../../lib/asking";
import { useStoreName } from "../../../lib/storeName";
import { viewOf } from "../step";
import styles from "./StoreChoice.module.css";

/** Which shop the rows are for. */
export function StoreChoice({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const queries = useQueryClient();
  const stores = useAsk("stores.list", {});
  const save = useDo("drafts.save_view");
  const start = useDo("practice.start");
  const practice = useAsk("practice.show", {});
  const { mutate } = save;
  const closed = practice.data?.is_running === false ? practice.data.store : null;

  const choose = (store: string) => {
    // Whoever imports into it wants it open.
    if (store === closed) {
      start.mutate({});
    }
    mutate(
      { draft: draft.draft, step: draft.step, view: viewOf(draft), store },
      { onSuccess: (shown) => void keepAnswer(queries, "drafts.show", { draft: draft.draft }, shown) },
    );
  };
  const only = stores.data?.length === 1 ? stores.data[0]?.name : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: chosen once, when it turns out that there is only one
  useEffect(() => {
    if (only && !draft.store) {
      choose(only);
    }
  }, [only, draft.store]);

  if (stores.error) {
    return <Problem error={stores.error} />;
  }
  if (!stores.data) {
    return <Skeleton h={120} />;
  }
  if (stores.data.length === 0) {
    return (
      <Stack gap="sm">
        <Title order={3}>{t("importing.store.none")}</Title>
        <Text c="dimmed" size="sm">
          {t("importing.store.none_about")}
        </Text>
        <Button component={Link} to="/stores/add">
          {t("importing.store.add")}
        </Button>
        <Button
          variant="default"
          loading={start.isPending}
          onClick={() => start.mutate({ name: t("importing.store.is_practice") })}
        >
          {t("importing.store.practice")}
        </Button>
        {start.error && <Problem error={start.error} />}
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t("importing.store.into")}
        value={draft.store}
        onChange={choose}
        classNames={{ label: styles.label ?? "" }}
      >
        <Stack gap="xs" mt="sm">
          {stores.data.map(({ name, url, is_practice: isPractice }) => (
            <Radio.Card key={name} value={name} className={styles.store} radius="sm">
              <Radio.Indicator />
              <span className={styles.words}>
                <strong className={styles.name} title={nameOf(name)} data-theirs>
                  {nameOf(name)}
                </strong>
                <Text span size="sm" c="dimmed" truncate>
                  {isPractice
                    ? t(name === closed ? "importing.store.here_closed" : "importing.store.here")
                    : url.replace(/^https?:\/\//, "")}
                </Text>
              </span>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
      {closed !== null && draft.store === closed && (
        <Button variant="default" loading={start.isPending} onClick={() => start.mutate({})}>
          {t("stores.practice.start")}
        </Button>
      )}
      {start.error && <Problem error={start.error} />}
      <Anchor component={Link} to="/stores/add" size="sm">
        {t("importing.store.add_another")}
      </Anchor>
      {save.error && <Problem error={save.error} />}
    </Stack>
  );
}
