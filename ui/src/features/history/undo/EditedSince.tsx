import { Button, SegmentedControl, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoreFacts } from "../../../bindings/StoreFacts";
import { ByLaterRun } from "../../../components/changes/ByLaterRun";
import type { Choosing } from "../../../components/changes/useChoosing";
import { valueText } from "../../../components/changes/values";
import { whyOf } from "../../../components/changes/why";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import {
  canGoBack,
  choiceOfField,
  choiceOfRecords,
  decidedOf,
  type FieldDecided,
  fieldsOf,
  isByField,
} from "./decisions";
import styles from "./EditedSince.module.css";
import type { EditedAll } from "./useEdited";
import type { Edited } from "./usePlanUndo";

interface EditedSinceProps {
  edited: EditedAll;
  choosing: Choosing;
  facts: StoreFacts | undefined;
}

/** So many are drawn at first. */
const PAGE = 50;
/** A text of so many letters gets a place of its own to be scrolled in. */
const LONG = 240;

/** Records that somebody edited after the run: field by field what was, what is, and what is to become of each. */
export function EditedSince({ edited, choosing, facts }: EditedSinceProps) {
  const { t } = useTranslation();
  const [count, setCount] = useState(PAGE);
  const all = edited.all.map(decidedOf);
  const removes = edited.all.some((one) => canGoBack(one) && isRemoval(one));
  const alike = all.every((one) => one === all[0]) ? all[0] : "some";
  return (
    <>
      <div className={styles.head}>
        <Text size="sm" className={styles.about ?? ""}>
          {t("history.edited.about")}
        </Text>
        <SegmentedControl
          aria-label={t("history.edited.all")}
          disabled={choosing.isPending}
          value={alike ?? ""}
          onChange={(value) => choosing.all(choiceOfRecords(edited.all, value === "back"))}
          data={[
            { value: "leave", label: t("history.edited.leave_all") },
            { value: "back", label: t(removes ? "history.edited.back_or_remove_all" : "history.edited.back_all") },
          ]}
        />
      </div>
      <ul className={styles.list}>
        {edited.all.slice(0, count).map((one) => (
          <One key={one.shown.change} one={one} choosing={choosing} facts={facts} />
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

/** Whether putting it back means removing it. */
function isRemoval({ shown, back }: Edited): boolean {
  const { action } = back ?? shown;
  return action === "delete" || action === "trash";
}

interface OneProps {
  one: Edited;
  choosing: Choosing;
  facts: StoreFacts | undefined;
}

function One({ one, choosing, facts }: OneProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const { shown, back } = one;
  const fields = fieldsOf(one);
  const isRemoved = isRemoval(one);
  const isOpen = canGoBack(one);
  const stays = !isOpen && (back === null || back.outcome === "skipped");
  return (
    <li>
      <div className={styles.line}>
        <Title order={3} className={styles.label ?? ""}>
          {shown.label}
          {shown.name && <span className={styles.name}>{shown.name}</span>}
        </Title>
        <SegmentedControl
          size="xs"
          aria-label={t("history.edited.one", { label: shown.label })}
          disabled={choosing.isPending || !isOpen}
          value={decidedOf(one)}
          onChange={(value) => choosing.all(choiceOfRecords([one], value === "back"))}
          data={[
            { value: "leave", label: t("history.edited.leave") },
            { value: "back", label: isRemoved ? t("history.edited.remove") : t("history.edited.back") },
          ]}
        />
      </div>
      <table className={styles.fields} data-removal={isRemoved || undefined}>
        <thead>
          <tr>
            <th scope="col">{t("history.edited.field")}</th>
            {!isRemoved && <th scope="col">{t("history.edited.before")}</th>}
            <th scope="col">{t("history.edited.made")}</th>
            <th scope="col">{t("history.edited.now")}</th>
            {!isRemoved && <td />}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <Field
              key={field.field}
              one={one}
              field={field}
              isAlone={!isOpen || !isByField(one) || fields.length === 1}
              choosing={choosing}
              facts={facts}
            />
          ))}
        </tbody>
      </table>
      {isRemoved && !stays && <Text size="sm">{t("history.edited.made_by_run")}</Text>}
      {stays && (
        <Text size="sm">{[t("history.edited.stays"), back && whyOf(t, said, back)].filter(Boolean).join(" ")}</Text>
      )}
    </li>
  );
}

interface FieldProps extends OneProps {
  field: FieldDecided;
  /** What is decided about the record is decided about it. */
  isAlone: boolean;
}

function Field({ one, field, isAlone, choosing, facts }: FieldProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const name = said.field(field.field, one.shown.entity);
  const cell = ({ value, text }: FieldDecided["made"]) => {
    const shown = valueText(t, manner, field.field, value, text, facts);
    return shown.length > LONG ? <textarea className={styles.long} aria-label={name} readOnly value={shown} /> : shown;
  };
  return (
    <tr>
      <th scope="row">
        {name}
        {!field.isEdited && <small>{t("history.edited.untouched")}</small>}
      </th>
      {field.before && (
        <td className={styles.before} data-comes={field.isTaken || undefined}>
          {cell(field.before)}
        </td>
      )}
      <td>{cell(field.made)}</td>
      <td className={styles.now} data-stays={!field.isTaken || undefined}>
        {cell(field.now)}
        {field.by && (
          <small>
            <ByLaterRun by={field.by} />
          </small>
        )}
      </td>
      {field.before && (
        <td className={styles.choice}>
          {!isAlone && (
            <SegmentedControl
              size="xs"
              aria-label={t("history.edited.one", { label: name })}
              disabled={choosing.isPending}
              value={field.isTaken ? "back" : "leave"}
              onChange={(value) => choosing.all(choiceOfField(one, field.field, value === "back"))}
              data={[
                { value: "leave", label: t("history.edited.leave") },
                { value: "back", label: t("history.edited.back") },
              ]}
            />
          )}
        </td>
      )}
    </tr>
  );
}
