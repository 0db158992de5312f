import { Tooltip } from "@mantine/core";
import {
  IconBuildingStore,
  IconFileImport,
  IconFolderSearch,
  IconHistory,
  IconSearch,
  IconSettings,
  IconVocabulary,
} from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FirstGrids } from "./FirstGrids";
import { Mark } from "./Mark";
import styles from "./Shell.module.css";

/** The rooms in the order of the bar; with the key that leads there together with Ctrl or Cmd. */
export const ROOMS = [
  { to: "/", name: "import", icon: IconFileImport, key: "1" },
  { to: "/history", name: "history", icon: IconHistory, key: "2" },
  { to: "/stores", name: "stores", icon: IconBuildingStore, key: "3" },
  { to: "/profiles", name: "profiles", icon: IconVocabulary, key: "4" },
  { to: "/watching", name: "watching", icon: IconFolderSearch, key: "5" },
] as const;

/** The slim bar, and the room beside it. */
export function Shell({ onFind }: { onFind: () => void }) {
  const { t } = useTranslation();
  // An import that was begun belongs to the room where it was.
  const isImporting = useLocation({ select: ({ pathname }) => pathname.startsWith("/import/") });
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={toRoom}>
        {t("shell.skip")}
      </button>
      <nav className={styles.bar} aria-label={t("shell.rooms")}>
        <Mark className={styles.mark} />
        {ROOMS.map(({ to, name, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            className={styles.room}
            {...(name === "import" && isImporting && { "data-active": "", "aria-current": "true" as const })}
            activeProps={{ "data-active": "" }}
            activeOptions={{ exact: false, includeSearch: false }}
          >
            <Icon size={22} stroke={1.6} aria-hidden="true" />
            <span>{t(`shell.${name}`)}</span>
          </Link>
        ))}
        <div className={styles.gap} />
        <Tooltip label={t("shell.find_hint")} position="right">
          <button type="button" className={styles.room} onClick={onFind}>
            <IconSearch size={22} stroke={1.6} aria-hidden="true" />
            <span>{t("shell.find")}</span>
          </button>
        </Tooltip>
        <Link to="/settings" className={styles.room} activeProps={{ "data-active": "" }}>
          <IconSettings size={22} stroke={1.6} aria-hidden="true" />
          <span>{t("shell.settings")}</span>
        </Link>
      </nav>
      <main id="room" className={styles.work} tabIndex={-1}>
        <Outlet />
      </main>
      <FirstGrids />
    </div>
  );
}

/** No link does it: the address says which page is shown. */
function toRoom() {
  document.getElementById("room")?.focus();
}
