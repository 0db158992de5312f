import { ActionIcon, Button, Text, Title, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconClipboardText, IconFileSpreadsheet, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Question } from "../../../components/Question";
import { useAsk, useDo } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useStoreName } from "../../../lib/storeName";
import { whileUnderWay } from "../../../lib/underWay";
import { fileName } from "../fileName";
import styles from "./Entries.module.css";

/** So many are shown unasked. */
const MOST = 6;

/** Imports that were begun and not finished: everything decided in them is still there. */
export function Drafts({ drafts }: { drafts: readonly DraftShown[] }) {
  const { t } = useTranslation();
  const [areAllShown, showAll] = useState(false);
  if (drafts.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("importing.drafts.title")}
      </Title>
      <ul className={styles.list}>
        {drafts.slice(0, areAllShown ? undefined : MOST).map((draft) => (
          <Entry key={draft.draft} draft={draft} />
        ))}
      </ul>
      {drafts.length > MOST && !areAllShown && (
        <Button variant="subtle" mt="xs" onClick={() => showAll(true)}>
          {t("importing.drafts.all", { count: drafts.length })}
        </Button>
      )}
    </section>
  );
}

function Entry({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const remove = useDo("drafts.remove");
  const [isAsking, dialog] = useDisclosure(false);
  const name = fileName(t, draft);
  // A run that ended while nobody looked has its result.
  const isRun = draft.step === "run" && draft.run !== null;
  const run = useAsk("runs.show", { run: draft.run ?? 0 }, { enabled: isRun });
  const step = isRun && run.data?.ended_at && whileUnderWay(run.data) === false ? "result" : draft.step;
  const about = [
    t(`importing.steps.${step}` as never),
    draft.store && nameOf(draft.store),
    manner.since(draft.saved_at),
  ]
    .filter(Boolean)
    .join(" · ");
  const Icon = draft.file.kind === "pasted" ? IconClipboardText : IconFileSpreadsheet;
  return (
    <li className={styles.entry}>
      <Link className={styles.link} to="/import/$draft" params={{ draft: String(draft.draft) }}>
        <Icon size={22} stroke={1.6} aria-hidden="true" />
        <span className={styles.words}>
          <strong title={name} data-theirs>
            {name}
          </strong>
          <Text span size="sm" c="dimmed" className={styles.about ?? ""}>
            {about}
          </Text>
        </span>
      </Link>
      <Tooltip label={t("importing.drafts.remove")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("importing.drafts.remove_named", { name })}
          onClick={dialog.open}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
      <Question
        opened={isAsking}
        onClose={dialog.close}
        title={t("importing.drafts.remove_title", { name })}
        about={t("importing.drafts.remove_about")}
        keep={t("importing.drafts.keep")}
        go={t("importing.drafts.remove_go")}
        onGo={() => remove.mutate({ draft: draft.draft }, { onSuccess: dialog.close })}
        isGoing={remove.isPending}
        error={remove.error}
      />
    </li>
  );
}
