import { Anchor, Code, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExpressionPart } from "../../../bindings/ExpressionPart";
import { useAsk } from "../../../lib/asking";
import styles from "./ExpressionFields.module.css";
import { named } from "./SkuFields";

interface ExpressionFieldsProps {
  text: string;
  names: readonly string[];
  onChange: (text: string) => void;
}

/** A calculation as it is typed, with what can be typed beside it. */
export function ExpressionFields({ text, names, onChange }: ExpressionFieldsProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(text === "");
  const help = useAsk("drafts.expression_help", {}, { enabled: isOpen });
  return (
    <div className={styles.fields}>
      <Textarea
        size="sm"
        label={t("importing.step.expression_text")}
        description={t("importing.step.expression_about")}
        rows={3}
        spellCheck={false}
        classNames={{ input: styles.typed ?? "" }}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Anchor component="button" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t("importing.step.expression_help")}
      </Anchor>
      {isOpen && help.data && (
        <section className={styles.help} aria-label={t("importing.step.expression_help")}>
          <List all={help.data.words} onTake={(form) => onChange(text + form)} />
          <p>{t("importing.step.expression_columns", { names: named(names).join(", ") })}</p>
          <List all={help.data.functions} onTake={(form) => onChange(text + form)} />
        </section>
      )}
    </div>
  );
}

function List({ all, onTake }: { all: readonly ExpressionPart[]; onTake: (form: string) => void }) {
  const { t } = useTranslation();
  return (
    <dl>
      {all.map(({ name, form, example, answer }) => (
        <div key={name}>
          <dt>
            <button type="button" className={styles.form} onClick={() => onTake(form)}>
              <Code>{form}</Code>
            </button>
          </dt>
          <dd>
            {t(`expressions.${name}` as never)}{" "}
            <small>{t("importing.step.expression_example", { example, answer })}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
