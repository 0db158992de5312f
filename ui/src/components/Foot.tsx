import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Foot.module.css";

interface FootProps {
  onBack?: (() => void) | undefined;
  /** What going back is called where it is more than a step. */
  back?: string;
  /** What the main button does, in its own words. */
  main?: { label: string; onClick: () => void; icon?: ReactNode; disabled?: boolean; loading?: boolean } | undefined;
  /** What is to be known before pressing it. */
  note?: ReactNode;
  /** Other things that can be done here. */
  others?: ReactNode;
}

/** The end of a page of work: Back at the left, the one main button at the right. */
export function Foot({ onBack, back, main, note, others }: FootProps) {
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
          {back ?? t("everywhere.back")}
        </Button>
      ) : (
        <span />
      )}
      <div className={styles.right}>
        {note && <div className={styles.note}>{note}</div>}
        {others}
        {main && (
          <Button
            leftSection={main.icon}
            onClick={main.onClick}
            disabled={main.disabled ?? false}
            loading={main.loading ?? false}
          >
            {main.label}
          </Button>
        )}
      </div>
    </footer>
  );
}
