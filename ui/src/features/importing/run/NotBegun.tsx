import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RunReport } from "../../../bindings/RunReport";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { goLabel, plannedIn } from "../changes/goLabel";
import styles from "../Step.module.css";
import { useGoTo } from "../useGoTo";
import own from "./Run.module.css";
import { useBegin } from "./useBegin";

/** A plan that was to be carried out, and of which nothing was sent: the program ended, or the shop did not let it. */
export function NotBegun({ draft, run, report }: { draft: DraftShown; run: number; report: RunReport }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const { goTo, error: going } = useGoTo(draft);
  const { begin, isBeginning, error } = useBegin(draft);
  const manner = useManner();
  const summary = useAsk("runs.summary", { run });
  const planned = plannedIn(report);
  const problem = error ?? going ?? report.error;
  const back = () => (report.undoes === undefined ? goTo("changes") : goTo("result", { run: report.undoes }));
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.whole}`}>
        <section className={`${styles.main} ${own.sheet}`}>
          <div className={own.run}>
            <Title order={2} size="h1">
              {t("importing.run.not_begun", { store: nameOf(report.store) })}
            </Title>
            <Text>{t("importing.run.not_begun_about")}</Text>
            {problem && <Problem error={problem} />}
          </div>
        </section>
      </div>
      <Foot
        onBack={back}
        main={{
          label: goLabel(t, manner, report, summary.data?.kinds),
          onClick: () => begin(run, planned),
          disabled: planned === 0,
          loading: isBeginning,
          changesShop: true,
        }}
      />
    </div>
  );
}
