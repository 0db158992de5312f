import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Foot.module.css";

interface FootProps {
  onBack?: (() => void) | undefined;
  /** What going back is called where it is more than a step. */
  back?: string;
  /** What the main button does, in its own words. */
  main?:
    | {
        label: string;
        onClick: () => void;
        icon?: ReactNode;
        disabled?: boolean;
        loading?: boolean;
        /** Whether it changes the shop: the keys that lead from step to step then lead to the button, and do not press it. */
        isDeed?: boolean;
      }
    | undefined;
  /** What is to be known before pressing it. */
  note?: ReactNode;
  /** Other things that can be done here. */
  others?: ReactNode;
}

/** Somebody who presses the keys twice within so many milliseconds, or keeps them down, means one step. */
const ONE_STEP = 600;
let stepped = Number.NEGATIVE_INFINITY;

/** The end of a page of work: Back at the left, the one main button at the right. */
export function Foot({ onBack, back, main, note, others }: FootProps) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const goOn = (event: KeyboardEvent) => {
    const isAnother = !event.repeat && event.timeStamp - stepped > ONE_STEP;
    stepped = event.timeStamp;
    if (!main || main.disabled || main.loading || !isAnother) {
      return;
    }
    if (main.isDeed) {
      button.current?.focus();
    } else {
      main.onClick();
    }
  };
  useHotkeys(
    [
      ["mod+Enter", goOn],
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
            ref={button}
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
