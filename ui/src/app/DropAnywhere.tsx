import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Crane } from "../components/pictures/pictures";
import { handOver } from "../lib/handed";
import { usePlatform } from "../platform/platform";
import styles from "./DropAnywhere.module.css";

/** A file that is let go anywhere on the window is opened, whatever is on screen. */
export function DropAnywhere() {
  const platform = usePlatform();
  const navigate = useNavigate();
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  useEffect(
    () =>
      platform.watchDrops((dropped) => {
        setIsOver("over" in dropped && dropped.over);
        if ("sources" in dropped && dropped.sources[0]) {
          handOver(dropped.sources[0]);
          void navigate({ to: "/" });
        }
      }),
    [platform, navigate],
  );
  if (!isOver) {
    return null;
  }
  return (
    <div className={styles.place} aria-hidden="true">
      <div className={styles.sheet}>
        <Crane />
        <strong>{t("shell.drop")}</strong>
        <span>{t("shell.drop_about")}</span>
      </div>
    </div>
  );
}
