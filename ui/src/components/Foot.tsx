import { Button } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import styles from "./Foot.module.css";

interface Main {
  label: string;
  onClick: () => void;
  icon?: ReactNode;
  disabled?: boolean;
  loading?: boolean;
  /** It changes the shop: the keys for the next step only lead to the button, and pressing it is another decision. */
  changesShop?: boolean;
}

interface FootProps {
  onBack?: (() => void) | undefined;
  /** What going back is called where it is more than a step. */
  back?: string;
  /** What the main button does, in its own words. */
  main?: Main | undefined;
  /** What is to be known before pressing it. */
  note?: ReactNode;
  /** Other things that can be done here. */
  others?: ReactNode;
}

/** The end of a page of work: Back at the left, the one main button at the right. */
export function Foot({ onBack, back, main, note, others }: FootProps) {
  const { t } = useTranslation();
  const isReady = main && !main.disabled && !main.loading;
  const button = useRef<HTMLButtonElement>(null);
  const goOn = (event: globalThis.KeyboardEvent) => {
    if (event.repeat || !isReady) {
      return;
    }
    if (main.changesShop) {
      button.current?.focus();
    } else {
      main.onClick();
    }
  };
  useHotkeys(
    [
      ["mod+Enter", goOn],
      ["alt+ArrowLeft", (event) => !event.repeat && onBack?.()],
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
            onKeyDown={pressOnce}
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

/** A key that is held down presses no button of the next step. */
function pressOnce(event: KeyboardEvent) {
  if (event.repeat && event.key === "Enter") {
    event.preventDefault();
  }
}
