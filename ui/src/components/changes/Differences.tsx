import { Button, Stack, Text, Title } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../../bindings/ChangeShown";
import type { StoreFacts } from "../../bindings/StoreFacts";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import { usePlatform } from "../../platform/platform";
import { ByLaterRun } from "./ByLaterRun";
import { isNotDone } from "./cells";
import styles from "./Differences.module.css";
import { isUsual, sides, valueText, wholeText } from "./values";
import { whysOf } from "./why";

interface DifferencesProps {
  change: ChangeShown;
  facts?: StoreFacts | undefined;
  /** What is to be said and done about it, before its fields. */
  children?: ReactNode;
}

/** One record, field by field: old and new, and what the shop made of it. */
export function Differences({ change, facts, children }: DifferencesProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const platform = usePlatform();
  const whys = whysOf(t, said, change);
  const whole = wholeText(t, change);
  const isGoing = change.outcome === "planned";
  const isRefused = change.outcome === "failed";
  const isDone = !isNotDone(change);
  // Of an undo, what is found is not what the run made: that is told by the undo itself.
  const isEdited = change.outcome === "conflict" && change.undoes === undefined;
  const fields = whole === null ? change.fields : [];
  const usual = fields.filter(isUsual);
  return (
    <Stack gap="md">
      <div>
        <Title order={2} className={styles.label ?? ""}>
          {change.label}
        </Title>
        {change.name && <Text>{change.name}</Text>}
        <Text size="sm" c="dimmed">
          {[
            t(isDone ? `everywhere.action.${change.action}` : `everywhere.not_done.${change.action}`),
            said("words", change.entity),
            change.row !== null && t("everywhere.row_number", { row: manner.number(change.row) }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </div>
      {change.link && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            px={0}
            rightSection={<IconExternalLink size={14} />}
            onClick={() => void platform.open(change.link ?? "")}
          >
            {t("everywhere.see_in_shop")}
          </Button>
        </div>
      )}
      {whys.map((why) => (
        <Text key={why} className={(isRefused ? styles.refused : null) ?? ""}>
          {why}
        </Text>
      ))}
      {whole && isGoing && <Text>{whole}</Text>}
      {children}
      <dl className={styles.fields}>
        {change.pictures_missing && (
          <div className={styles.field}>
            <dt>{t("everywhere.pictures_missing", { count: change.pictures_missing.length })}</dt>
            <dd className={styles.kept}>
              <span className={styles.side}>{t("everywhere.not_taken")}</span>
              {change.pictures_missing.join("\n")}
            </dd>
          </div>
        )}
        {fields.map((shown) => {
          if (usual.includes(shown)) {
            return null;
          }
          const { before, after } = sides(t, manner, shown, facts);
          return (
            <div
              key={shown.field}
              className={styles.field}
              data-left-out={shown.left_out || undefined}
              data-not-done={!isDone || undefined}
            >
              <dt>
                {said.field(shown.field, change.entity)}
                {shown.left_out && ` (${t(shown.edited ? "everywhere.left_as_edited" : "everywhere.left_out")})`}
              </dt>
              {shown.edited && (
                <dd className={styles.kept}>
                  <span className={styles.side}>{t("everywhere.run_made")}</span>
                  {valueText(t, manner, shown.field, shown.edited.made, shown.edited.made_text, facts)}
                </dd>
              )}
              {before !== null && (
                <dd className={styles.before}>
                  <span className={styles.side}>
                    {shown.edited ? t("everywhere.edited_since") : t("everywhere.before")}
                  </span>
                  {before}
                  {shown.edited?.by && (
                    <div>
                      <ByLaterRun by={shown.edited.by} />
                    </div>
                  )}
                </dd>
              )}
              <dd className={styles.after}>
                <span className={styles.side}>{t(isDone ? "everywhere.after" : "everywhere.meant")}</span>
                {after}
              </dd>
            </div>
          );
        })}
        {usual.length > 0 && (
          <div className={styles.field}>
            <dt>{t("everywhere.usual")}</dt>
            <dd className={styles.usual}>
              {usual
                .map((shown) => `${said.field(shown.field, change.entity)}: ${sides(t, manner, shown, facts).after}`)
                .join("\n")}
            </dd>
          </div>
        )}
        {change.differences.map((one) => (
          <div key={`found-${one.field}`} className={styles.field}>
            <dt>
              {t(isEdited ? "everywhere.somebody_edited" : "everywhere.shop_kept", { field: said.field(one.field) })}
            </dt>
            <dd className={styles.before}>
              <span className={styles.side}>{t(isEdited ? "everywhere.when_planned" : "everywhere.meant")}</span>
              {valueText(t, manner, one.field, one.expected, one.expected_text, facts)}
            </dd>
            <dd className={styles.kept}>
              <span className={styles.side}>{t("everywhere.kept")}</span>
              {valueText(t, manner, one.field, one.found, one.found_text, facts)}
              {one.by && (
                <div>
                  <ByLaterRun by={one.by} />
                </div>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Stack>
  );
}
