import { Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import type { RunSummary } from "../../../bindings/RunSummary";
import { FieldsTaken } from "../../../components/changes/FieldsTaken";
import { Sign } from "../../../components/Sign";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import { useStoreName } from "../../../lib/storeName";
import styles from "./Changes.module.css";

interface OverviewProps {
  report: RunReport | undefined;
  summary: RunSummary | undefined;
  /** The field that the list is narrowed to. */
  field: string | undefined;
  onField: (field: string | undefined) => void;
  onTake: (field: string, take: boolean) => void;
  /** Opens the rows that are skipped. */
  onSkipped: () => void;
  isSkippedOpen: boolean;
}

/** What the changes come to: by kind, by field, and what looks like an accident. */
export function Overview({ report, summary, field, onField, onTake, onSkipped, isSkippedOpen }: OverviewProps) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const said = useSaid();
  const manner = useManner();
  if (!report) {
    return <Skeleton h={220} />;
  }
  const { counts, terms } = report;
  // What the user left out is skipped too, and needs no reason.
  const skipped = summary?.rejects ?? 0;
  const kinds = [
    ["update", counts.update],
    ["create", counts.create],
    ["delete", counts.delete],
    ["terms", terms.create],
    ["unchanged", counts.unchanged],
    ["left_out", skipped > 0 ? counts.skipped - skipped : 0],
    ["skipped", skipped > 0 ? skipped : counts.skipped],
  ] as const;
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} mb="sm">
          {t("importing.changes.in_store", { store: nameOf(report.store) })}
        </Title>
        <dl className={styles.counts}>
          {kinds
            .filter(([kind, count]) => count > 0 || kind === "update")
            .map(([kind, count]) => (
              <div key={kind} className={styles.count}>
                <dt>
                  {kind === "skipped" && skipped > 0 ? (
                    <button type="button" className={styles.opens} aria-pressed={isSkippedOpen} onClick={onSkipped}>
                      {t("importing.counts.skipped_rows", { count })}
                    </button>
                  ) : (
                    t(`importing.counts.${kind}`, { count })
                  )}
                </dt>
                <dd>{manner.number(count)}</dd>
              </div>
            ))}
        </dl>
      </section>
      {summary && summary.accidents.length > 0 && (
        <section className={styles.warnings} aria-label={t("importing.changes.accidents")}>
          {summary.accidents.map(({ code, count, of }) => (
            <Sign key={code} tone="wrong">
              {said("accidents", code, { count, of: manner.number(of) })}
            </Sign>
          ))}
          <Text size="sm">{t("importing.changes.accidents_about")}</Text>
        </section>
      )}
      <FieldsTaken
        title={t("importing.changes.fields")}
        fields={summary?.fields ?? []}
        chosen={field}
        onChoose={onField}
        onTake={onTake}
        tick={(field) => t("importing.changes.take_field", { field })}
      />
    </Stack>
  );
}
