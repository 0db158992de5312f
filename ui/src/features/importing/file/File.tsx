import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RowsRead } from "../../../bindings/RowsRead";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import styles from "../Step.module.css";
import { columnsSkipThemselves } from "../step";
import { useGoTo } from "../useGoTo";
import own from "./File.module.css";
import { FirstRows } from "./FirstRows";
import { KindChoice } from "./KindChoice";
import { Recognised } from "./Recognised";
import { Resembling } from "./Resembling";
import { StoreChoice } from "./StoreChoice";

/** Why nothing of the file can be imported as it is read now. */
function whyNot(t: TFunction, { failed, recognised }: RowsRead): string {
  if (failed) {
    return t("importing.file.failed_note");
  }
  return recognised.has_products ? t("importing.file.joining_note") : t("importing.file.no_products_note");
}

/** What the file is, what was mended, its first rows, and which shop it is for. */
export function File({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const { goTo, error, isGoing } = useGoTo(draft);
  const skips = columnsSkipThemselves(draft);
  const rows = draft.rows;
  const isKnown =
    rows !== null && (draft.kind !== null || (!rows.recognised.rows_need_joining && rows.recognised.has_products));
  const isUsable = rows !== null && !rows.failed && isKnown;
  return (
    <div className={styles.step}>
      <div className={styles.body}>
        <section className={styles.main}>
          <div className={own.whole}>
            <Recognised draft={draft} />
            {rows && <Resembling draft={draft} />}
            {rows && (
              <div className={own.rows}>
                <FirstRows draft={draft} />
              </div>
            )}
          </div>
        </section>
        <aside className={styles.aside}>
          <StoreChoice draft={draft} />
          {rows && <KindChoice draft={draft} />}
          {error && <Problem error={error} />}
        </aside>
      </div>
      <Foot
        main={{
          label: skips ? t("importing.file.to_check") : t("importing.file.to_columns"),
          onClick: () => goTo(skips ? "check" : "columns"),
          disabled: !isUsable || !draft.store,
          loading: isGoing,
        }}
        note={
          isUsable
            ? draft.store
              ? skips && t("importing.file.columns_known", { count: rows.columns })
              : t("importing.file.store_needed")
            : rows && whyNot(t, rows)
        }
        others={
          skips && isUsable && draft.store ? (
            <Button variant="default" onClick={() => goTo("columns")}>
              {t("importing.file.see_columns")}
            </Button>
          ) : undefined
        }
      />
    </div>
  );
}
