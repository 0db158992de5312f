import { Button, SegmentedControl, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Choosing } from "../../../components/changes/useChoosing";
import { valueText } from "../../../components/changes/values";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import styles from "./EditedSince.module.css";
import { type EditedAll, isTaken } from "./useEdited";
import type { Edited } from "./usePlanUndo";

interface EditedSinceProps {
  edited: EditedAll;
  choosing: Choosing;
  currency: string | undefined;
}

/** So many are drawn at first. */
const PAGE = 50;

/** Records that somebody edited after the run: both values side by side, and what is to become of each. */
export function EditedSince({ edited, choosing, currency }: EditedSinceProps) {
  const { t } = useTranslation();
  const [count, setCount] = useState(PAGE);
  const changes = edited.all.map(({ back }) => back.change);
  const taken = edited.all.filter(isTaken).length;
  return (
    <>
      <div className={styles.head}>
        <Text size="sm" className={styles.about ?? ""}>
          {t("history.edited.about")}
        </Text>
        <SegmentedControl
          aria-label={t("history.edited.all")}
          disabled={choosing.isPending}
          value={taken === 0 ? "leave" : taken === edited.all.length ? "back" : ""}
          onChange={(value) => choosing.records(changes, value === "back")}
          data={[
            { value: "leave", label: t("history.edited.leave_all") },
            { value: "back", label: t("history.edited.back_all") },
          ]}
        />
      </div>
      <ul className={styles.list}>
        {edited.all.slice(0, count).map((one) => (
          <One key={one.back.change} one={one} choosing={choosing} currency={currency} />
        ))}
        {edited.all.length > count && (
          <li>
            <Button variant="default" onClick={() => setCount(count + PAGE)}>
              {t("history.edited.more")}
            </Button>
          </li>
        )}
      </ul>
    </>
  );
}

function One({ one, choosing, currency }: { one: Edited; choosing: Choosing; currency: string | undefined }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const { shown, back } = one;
  const isRemoval = back.action === "delete" || back.action === "trash";
  const text = (field: string, value: Parameters<typeof valueText>[3], words: string | null) =>
    valueText(t, manner, field, value, words, currency);
  return (
    <li className={styles.one}>
      <div className={styles.line}>
        <Title order={3} className={styles.label ?? ""}>
          {shown.label}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t("history.edited.one", { label: shown.label })}
          value={isTaken(one) ? "back" : "leave"}
          onChange={(value) => choosing.record(back.change, value === "back")}
          data={[
            { value: "leave", label: t("history.edited.leave") },
            { value: "back", label: isRemoval ? t("history.edited.remove") : t("history.edited.back") },
          ]}
        />
      </div>
      <table className={styles.fields}>
        <thead>
          <tr>
            <th scope="col">{t("history.edited.field")}</th>
            <th scope="col">{t("history.edited.made")}</th>
            <th scope="col">{t("history.edited.now")}</th>
            {!isRemoval && <th scope="col">{t("history.edited.before")}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.differences.map((difference) => {
            const before = back.fields.find(({ field }) => field === difference.field);
            return (
              <tr key={difference.field}>
                <th scope="row">{said.field(difference.field)}</th>
                <td>{text(difference.field, difference.expected, difference.expected_text)}</td>
                <td className={styles.now} data-stays={!isTaken(one) || undefined}>
                  {text(difference.field, difference.found, difference.found_text)}
                </td>
                {!isRemoval && (
                  <td className={styles.before} data-comes={isTaken(one) || undefined}>
                    {before ? text(before.field, before.after, before.after_text) : ""}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
      {isRemoval && <Text size="sm">{t("history.edited.made_by_run")}</Text>}
    </li>
  );
}
