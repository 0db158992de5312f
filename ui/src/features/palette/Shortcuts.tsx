import { Kbd } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../components/Dialog";
import styles from "./Shortcuts.module.css";

export interface Shortcut {
  label: string;
  keys: readonly string[];
}

interface ShortcutsProps {
  opened: boolean;
  onClose: () => void;
  groups: readonly { name: string; shortcuts: readonly Shortcut[] }[];
}

/** Every key that does something, by where it does it. */
export function Shortcuts({ opened, onClose, groups }: ShortcutsProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("palette.shortcuts")} size="42rem">
      <div className={styles.groups}>
        {groups.map(({ name, shortcuts }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {shortcuts.map(({ label, keys }) => (
                <div key={label} className={styles.line}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
