import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../../../bindings/RunReport";
import type { RunSummary } from "../../../bindings/RunSummary";
import { Accidents } from "../../../components/Accidents";
import { FieldsTaken } from "../../../components/changes/FieldsTaken";
import { Sign } from "../../../components/Sign";
import { Uploads } from "../../../components/Uploads";
import { counted } from "../../../lib/counted";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import type { UndoSearch } from "../search";
import { doneIn } from "../telling";
import { decidedOf, withoutHeld } from "./decisions";
import styles from "./Undo.module.css";
import type { EditedAll } from "./useEdited";

interface ReckoningProps {
  report: RunReport | undefined;
  summary: RunSummary | undefined;
  edited: EditedAll;
  /** The field that the list is narrowed to. */
  field: string | undefined;
  onField: (field: string | undefined) => void;
  onTake: (field: string, take: boolean) => void;
  onPart: (part: UndoSearch["part"]) => void;
}

/** What the way back comes to: by kind and by field, and what it cannot do. */
export function Reckoning({ report, summary, edited, field, onField, onTake, onPart }: ReckoningProps) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  if (!report) {
    return <Skeleton h={240} />;
  }
  const { counts } = report;
  const store = nameOf(report.store);
  const [count, terms] = [doneIn(counts), doneIn(report.terms)];
  const kinds = [
    ["update", counts.update],
    ["delete", counts.delete],
    ["create", counts.create],
    ["terms", terms],
  ] as const;
  const decided = (["leave", "some", "back"] as const)
    .map((what) => [what, edited.all.filter((one) => decidedOf(one) === what).length] as const)
    .filter(([, count]) => count > 0);
  const cannot = Math.max(0, counts.skipped + counts.conflict - (summary?.left_out ?? 0));
  return (
    <Stack gap="xl">
      <section>
        <Title order={2} mb="sm">
          {count > 0 || terms === 0
            ? t(count === 0 ? "history.undo.would_nothing" : "history.undo.would", {
                what: counted(t, manner, count, summary?.kinds),
                store,
              })
            : t("history.undo.would_terms", { count: terms, store })}
        </Title>
        <dl className={styles.counts}>
          {kinds
            .filter(([, count]) => count > 0)
            .map(([kind, count]) => (
              <div key={kind}>
                <dt>{t(`history.undo.kinds.${kind}`)}</dt>
                <dd>{manner.number(count)}</dd>
              </div>
            ))}
        </dl>
        <Uploads run={report} />
      </section>
      <Accidents accidents={summary?.accidents} />
      {edited.all.length > 0 && (
        <section className={styles.notice}>
          <Sign tone="careful">{t("history.undo.edited", { count: edited.all.length })}</Sign>
          <Text size="sm">
            {decided
              .map(([what, count]) => t(`history.undo.edited_${what}`, { count, number: manner.number(count) }))
              .join(" ")}
          </Text>
          <Button className={styles.look ?? ""} variant="default" size="compact-sm" onClick={() => onPart("edited")}>
            {t("history.undo.decide")}
          </Button>
        </section>
      )}
      {cannot > 0 && (
        <section className={styles.notice}>
          <Sign tone="quiet">{t("history.undo.cannot", { count: cannot })}</Sign>
          <Button className={styles.look ?? ""} variant="default" size="compact-sm" onClick={() => onPart("stays")}>
            {t("history.undo.see_why")}
          </Button>
        </section>
      )}
      <FieldsTaken
        title={t("history.undo.fields")}
        fields={withoutHeld(summary?.fields ?? [], edited.all)}
        chosen={field}
        onChoose={onField}
        onTake={onTake}
        tick={(field) => t("history.undo.take_field", { field })}
      />
    </Stack>
  );
}
