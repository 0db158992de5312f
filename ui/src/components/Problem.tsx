import { Button, CopyButton, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { meaningOf } from "../lib/meaning";
import { useSaid } from "../lib/said";
import type { ApiError } from "../platform/platform";
import styles from "./Problem.module.css";
import { Sign } from "./Sign";

interface ProblemProps {
  error: ApiError;
  /** A way out, such as a button that tries again. */
  action?: ReactNode;
}

/** What happened, what it means for the shop, what to do; with everything that somebody who helps would ask for. */
export function Problem({ error, action }: ProblemProps) {
  const { t } = useTranslation();
  const said = useSaid();
  // Whoever stops something is told that it stopped: nothing is wrong.
  if (error.code === "cancelled") {
    return (
      <div className={styles.stopped} role="status">
        <Sign tone="quiet">{said("errors", error.code)}</Sign>
        {action && <div className={styles.actions}>{action}</div>}
      </div>
    );
  }
  const meaning = meaningOf(error.code);
  return (
    <div className={styles.problem} role="alert">
      <IconAlertTriangle className={styles.sign} aria-hidden="true" />
      <div className={styles.words}>
        <Text fw={600}>{said("errors", error.code, error.params)}</Text>
        {meaning && <Text>{t(`meanings.${meaning}`)}</Text>}
        {said.knows("hints", error.hint ?? error.code) && (
          <Text>{said("hints", error.hint ?? error.code, error.params)}</Text>
        )}
        <div className={styles.actions}>
          {action}
          <CopyButton value={detailsOf(error)}>
            {({ copied, copy }) => (
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={copy}
                leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              >
                {copied ? t("everywhere.copied") : t("everywhere.copy_details")}
              </Button>
            )}
          </CopyButton>
        </div>
      </div>
    </div>
  );
}

/** An error as text, for whoever helps. There is never a secret in it. */
export function detailsOf({ code, params, detail, hint }: ApiError): string {
  const lines = [`code: ${code}`, ...Object.entries(params).map(([name, value]) => `${name}: ${value}`)];
  if (hint) {
    lines.push(`hint: ${hint}`);
  }
  if (detail) {
    lines.push(`detail: ${detail}`);
  }
  return lines.join("\n");
}
