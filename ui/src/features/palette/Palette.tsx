import { Kbd, Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { fits } from "./fits";
import styles from "./Palette.module.css";

/** Something that can be done from anywhere. */
export interface Deed {
  id: string;
  /** What it does, in words. */
  label: string;
  /** What it belongs to, in words. */
  group: string;
  icon?: ReactNode;
  keys?: readonly string[];
  run: () => void;
}

interface PaletteProps {
  opened: boolean;
  onClose: () => void;
  deeds: readonly Deed[];
}

/** Everything that can be done, found by typing. */
export function Palette({ opened, onClose, deeds }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      centered={false}
      yOffset="12vh"
      size="36rem"
      padding={0}
      title={t("palette.title")}
      classNames={{ header: styles.unseen ?? "" }}
    >
      <Search deeds={deeds} onDone={onClose} />
    </Modal>
  );
}

function Search({ deeds, onDone }: { deeds: readonly Deed[]; onDone: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const shown = deeds.filter((deed) => fits(typed, `${deed.group} ${deed.label}`));
  const chosen = Math.min(at, shown.length - 1);

  const run = (deed: Deed | undefined) => {
    if (deed) {
      onDone();
      deed.run();
    }
  };
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      const next = (chosen + step + shown.length) % shown.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(shown[chosen]);
    }
  };

  return (
    <>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        className={styles.search}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        placeholder={t("palette.placeholder")}
        aria-label={t("palette.placeholder")}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown.length > 0 ? `${id}-${chosen}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={move}
      />
      <div id={id} role="listbox" aria-label={t("palette.title")} className={styles.list}>
        {shown.map((deed, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the search field keeps the focus
          <div
            key={deed.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={styles.deed}
            onClick={() => run(deed)}
            onMouseMove={() => setAt(index)}
          >
            <span className={styles.icon}>{deed.icon}</span>
            <span className={styles.label}>{deed.label}</span>
            <span className={styles.group}>{deed.group}</span>
            {deed.keys && (
              <span className={styles.keys}>
                {deed.keys.map((key) => (
                  <Kbd key={key} size="xs">
                    {key}
                  </Kbd>
                ))}
              </span>
            )}
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className={styles.none}>{t("palette.none", { typed })}</p>}
    </>
  );
}
