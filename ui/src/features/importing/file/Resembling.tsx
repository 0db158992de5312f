import { Button, Checkbox, Stack, Text, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnChange } from "../../../bindings/ColumnChange";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { ProfileResembling } from "../../../bindings/ProfileResembling";
import { Problem } from "../../../components/Problem";
import { useAsk, useDo } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";
import styles from "./Resembling.module.css";

type Renamed = Extract<ColumnChange, { change: "renamed" }>;

/** A saved profile that nearly fits: what is different, and whether it is meant. */
export function Resembling({ draft }: { draft: DraftShown }) {
  const found = useAsk("drafts.resembling", { draft: draft.draft }, { enabled: draft.profile === null });
  const best = draft.profile === null ? found.data?.[0] : undefined;
  return best ? <Offer key={best.name} draft={draft} profile={best} /> : null;
}

interface OfferProps {
  draft: DraftShown;
  profile: ProfileResembling;
  onUsed?: () => void;
}

/** Whether columns are called otherwise now, which is to be agreed before the profile is used. */
export function hasRenamed({ changes }: ProfileResembling): boolean {
  return changes.some(({ change }) => change === "renamed");
}

/** What is different to a profile, to be agreed column by column. */
export function Offer({ draft, profile, onUsed }: OfferProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const queries = useQueryClient();
  const use = useDo("drafts.use_profile");
  const renamed = profile.changes.filter((change): change is Renamed => change.change === "renamed");
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set());
  const agreed = renamed.filter(({ from }) => !refused.has(from));
  const others = profile.changes.filter(({ change }) => change !== "renamed");
  return (
    <section className={styles.offer} aria-label={t("importing.resembling.title", { name: profile.name })}>
      <Stack gap="xs">
        <Title order={3}>{t("importing.resembling.title", { name: profile.name })}</Title>
        <Text size="sm">{t("importing.resembling.found", { found: profile.found, of: profile.of })}</Text>
        {renamed.map(({ from, to, field }) => (
          <Checkbox
            key={from}
            label={t("importing.resembling.renamed", { from, to, field: said.field(field) })}
            checked={!refused.has(from)}
            onChange={(event) => {
              const next = new Set(refused);
              if (event.currentTarget.checked) {
                next.delete(from);
              } else {
                next.add(from);
              }
              setRefused(next);
            }}
          />
        ))}
        {others.length > 0 && (
          <ul className={styles.changes}>
            {others.map((change) => (
              <li key={JSON.stringify(change)}>
                {change.change === "missing" &&
                  t("importing.resembling.missing", { column: change.column, field: said.field(change.field) })}
                {change.change === "added" && t("importing.resembling.added", { column: change.column })}
                {change.change === "moved" && t("importing.resembling.moved")}
              </li>
            ))}
          </ul>
        )}
        {use.error && <Problem error={use.error} />}
        <div>
          <Button
            variant="default"
            loading={use.isPending}
            onClick={() =>
              use.mutate(
                { draft: draft.draft, name: profile.name, renamed: agreed.map(({ from, to }) => [from, to]) },
                {
                  onSuccess: () => {
                    onUsed?.();
                    void queries.invalidateQueries({
                      predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts."),
                    });
                  },
                },
              )
            }
          >
            {t("importing.resembling.use", { name: profile.name })}
          </Button>
        </div>
      </Stack>
    </section>
  );
}
