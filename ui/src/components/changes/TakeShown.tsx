import { Button } from "@mantine/core";
import { IconSquare, IconSquareCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "./TakeShown.module.css";

/** Takes in, or leaves out, all that the list is narrowed to. */
export function TakeShown({ onTake, isPending }: { onTake: (take: boolean) => void; isPending: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.ticks}>
      <Button
        variant="subtle"
        px="sm"
        leftSection={<IconSquareCheck size={16} aria-hidden="true" />}
        disabled={isPending}
        onClick={() => onTake(true)}
      >
        {t("everywhere.take_all")}
      </Button>
      <Button
        variant="subtle"
        px="sm"
        leftSection={<IconSquare size={16} aria-hidden="true" />}
        disabled={isPending}
        onClick={() => onTake(false)}
      >
        {t("everywhere.take_none")}
      </Button>
    </div>
  );
}
