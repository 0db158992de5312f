import { Button, Center, VisuallyHidden } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../components/Problem";
import { Working } from "../../components/Working";
import { useAsk } from "../../lib/asking";
import { noteOpen } from "../../lib/leftAt";
import { Changes } from "./changes/Changes";
import { Check } from "./check/Check";
import { Columns } from "./columns/Columns";
import { File } from "./file/File";
import { fileName } from "./fileName";
import { Result } from "./result/Result";
import { Run } from "./run/Run";
import { StepLine } from "./StepLine";
import { type Step, stepOf } from "./step";
import { useNarrowed } from "./useNarrowed";
import styles from "./Wizard.module.css";

const route = getRouteApi("/import/$draft");

/** From a file to a changed shop, in calm steps. Nothing is lost by leaving at any of them. */
export function Wizard() {
  const { t } = useTranslation();
  const { draft: number } = route.useParams();
  const draft = useAsk("drafts.show", { draft: Number(number) });
  const isNarrowed = useNarrowed(draft.data);
  const open = draft.data?.draft;
  const heading = useRef<HTMLHeadingElement>(null);
  const present = draft.data && isNarrowed ? stepOf(draft.data).name : undefined;
  // The keys begin where the step does; somebody who has gone further already is left there.
  useEffect(() => {
    if (present && (document.activeElement === document.body || document.activeElement?.closest("footer, nav"))) {
      heading.current?.focus();
    }
  }, [present]);
  useEffect(() => (open === undefined ? undefined : noteOpen(open)), [open]);
  if (draft.error) {
    return (
      <Center h="100%" p="xl">
        <VisuallyHidden component="h1">{t("shell.import")}</VisuallyHidden>
        <Problem
          error={draft.error}
          action={
            <Button size="compact-sm" component={Link} to="/">
              {t("shell.to_import")}
            </Button>
          }
        />
      </Center>
    );
  }
  if (!draft.data) {
    return (
      <Center h="100%">
        <Working label={t("everywhere.loading")} />
      </Center>
    );
  }
  const step = stepOf(draft.data);
  return (
    <div className={styles.wizard}>
      <StepLine step={step} />
      <VisuallyHidden component="h1" ref={heading} tabIndex={-1}>
        {t("importing.heading", { name: fileName(t, draft.data) })}
      </VisuallyHidden>
      {isNarrowed && <Present step={step} />}
    </div>
  );
}

function Present({ step }: { step: Step }) {
  switch (step.name) {
    case "file":
      return <File draft={step.draft} />;
    case "columns":
      return <Columns draft={step.draft} />;
    case "check":
      return <Check draft={step.draft} />;
    case "changes":
      return <Changes draft={step.draft} run={step.run} />;
    case "run":
      return <Run draft={step.draft} run={step.run} />;
    case "result":
      return <Result draft={step.draft} run={step.run} />;
  }
}
