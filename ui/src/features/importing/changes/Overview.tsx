import { Skeleton, Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftIssues } from "../../../bindings/DraftIssues";
import type { Entity } from "../../../bindings/Entity";
import type { KindCount } from "../../../bindings/KindCount";
import type { RunReport } from "../../../bindings/RunReport";
import type { RunSummary } from "../../../bindings/RunSummary";
import { Accidents } from "../../../components/Accidents";
import { FieldsTaken } from "../../../components/changes/FieldsTaken";
import { Uploads } from "../../../components/Uploads";
import { useManner } from "../../../lib/format";
import { saidOfKind, useSaid } from "../../../lib/said";
import { useStoreName } from "../../../lib/storeName";
import styles from "./Changes.module.css";
import { Pictures } from "./Pictures";

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
  /** What is doubtful only since the shop was looked at. */
  doubts: readonly DraftIssues[];
  /** The doubt that the list is narrowed to. */
  issue: string | undefined;
  onIssue: (issue: string | undefined) => void;
}

/** What the changes come to: by kind, by field, and what looks like an accident. */
export function Overview({
  report,
  summary,
  field,
  onField,
  onTake,
  onSkipped,
  isSkippedOpen,
  doubts,
  issue,
  onIssue,
}: OverviewProps) {
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
  const only = onlyTerm(summary?.kinds ?? [], terms.create);
  const counted = kinds.filter(([, count]) => count > 0);
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} mb="sm">
          {t("importing.changes.in_store", { store: nameOf(report.store) })}
        </Title>
        <dl className={styles.counts}>
          {(counted.length > 0 ? counted : kinds.slice(0, 1)).map(([kind, count]) => (
            <div key={kind} className={styles.count}>
              <dt>
                {kind === "skipped" && skipped > 0 ? (
                  <button type="button" className={styles.opens} aria-pressed={isSkippedOpen} onClick={onSkipped}>
                    {t("importing.counts.skipped_rows", { count })}
                  </button>
                ) : (
                  t(kind === "terms" && only ? `importing.counts.terms_of.${only}` : `importing.counts.${kind}`, {
                    count,
                  })
                )}
              </dt>
              <dd>{manner.number(count)}</dd>
            </div>
          ))}
        </dl>
        <Uploads run={report} />
      </section>
      <Accidents accidents={summary?.accidents} />
      {doubts.length > 0 && (
        <section aria-label={t("importing.changes.worth_a_look")}>
          <Title order={3} mb="xs">
            {t("importing.changes.worth_a_look")}
          </Title>
          <dl className={styles.counts}>
            {doubts.map((doubt) => (
              <div key={`${doubt.code}/${doubt.column}`} className={styles.count}>
                <dt>
                  <button
                    type="button"
                    className={styles.opens}
                    aria-pressed={issue === doubt.code}
                    onClick={() => onIssue(issue === doubt.code ? undefined : doubt.code)}
                  >
                    {saidOfKind(said, doubt)}
                  </button>
                </dt>
                <dd>{manner.number(doubt.count)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {report.run && summary?.fields.some(({ field }) => field === "images" || field === "image") && (
        <Pictures run={report.run} />
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

type Term = Extract<Entity, "category" | "tag" | "brand" | "attribute" | "term" | "shipping_class">;

const TERMS: ReadonlySet<Entity> = new Set(["category", "tag", "brand", "attribute", "term", "shipping_class"]);

function isTerm(entity: Entity): entity is Term {
  return TERMS.has(entity);
}

/** What is made besides products, where it is all of one kind. */
function onlyTerm(kinds: readonly KindCount[], made: number): Term | null {
  const terms = kinds.flatMap(({ entity, action, count }) =>
    action === "create" && isTerm(entity) ? [{ entity, count }] : [],
  );
  return terms.length === 1 && terms[0]?.count === made ? terms[0].entity : null;
}
