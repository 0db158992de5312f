import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Foot.module.css";

interface FootProps {
  onBack?: (() => void) | undefined;
  /** What the main button does, in its own words. */
  main?: { label: string; onClick: () => void; disabled?: boolean; loading?: boolean } | undefined;
  /** What is to be known before pressing it. */
  note?: ReactNode;
  /** Other things that can be done here. */
  others?: ReactNode;
}

/** The end of every step: Back at the left, the one main button at the right. */
export function Foot({ onBack, main, note, others }: FootProps) {
  const { t } = useTranslation();
  const isReady = main && !main.disabled && !main.loading;
  useHotkeys(
    [
      ["mod+Enter", () => isReady && main.onClick()],
      ["alt+ArrowLeft", () => onBack?.()],
    ],
    [],
  );
  return (
    <footer className={styles.foot}>
      {onBack ? (
        <Button variant="default" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
          {t("importing.back")}
        </Button>
      ) : (
        <span />
      )}
      <div className={styles.right}>
        {note && <div className={styles.note}>{note}</div>}
        {others}
        {main && (
          <Button onClick={main.onClick} disabled={main.disabled ?? false} loading={main.loading ?? false}>
            {main.label}
          </Button>
        )}
      </div>
    </footer>
  );
}
