import { Button, NumberInput, SegmentedControl, Select, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SettingsSet } from "../../bindings/SettingsSet";
import type { SettingsShown } from "../../bindings/SettingsShown";
import type { Theme } from "../../bindings/Theme";
import { Problem } from "../../components/Problem";
import { Room } from "../../components/Room";
import { useAsk, useDo } from "../../lib/asking";
import { clearing } from "../../lib/clearing";
import { LANGUAGES } from "../../lib/languages";
import { usePlatform } from "../../platform/platform";
import { Retentions } from "./Retentions";
import styles from "./Settings.module.css";

const THEMES: readonly Theme[] = ["light", "dark", "system"];

/** How the window speaks and looks, how much a shop is asked, what is kept for how long, and where things lie. */
export function Settings() {
  const { t } = useTranslation();
  // How much room the history takes.
  const settings = useAsk("settings.show", {}, { anew: true });
  const set = useDo("settings.set");
  const error = settings.error ?? set.error;
  return (
    <Room title={t("settings.title")}>
      <div className={styles.settings}>
        {error && <Problem error={error} />}
        {!settings.data && !error && <Skeleton h={320} />}
        {settings.data && <Fields settings={settings.data} onSet={(change) => set.mutate(change)} />}
      </div>
    </Room>
  );
}

function Fields({ settings, onSet }: { settings: SettingsShown; onSet: (change: SettingsSet) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xl">
      <Select
        label={t("settings.language")}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={settings.language}
        placeholder={t("settings.systems")}
        clearable
        clearButtonProps={clearing(t("settings.systems"))}
        onChange={(language) => onSet({ language: language ?? "" })}
      />
      <div>
        <Text fw={600} size="sm" mb={6}>
          {t("settings.look")}
        </Text>
        <SegmentedControl
          aria-label={t("settings.look")}
          value={settings.theme}
          onChange={(theme) => onSet({ theme: theme as Theme })}
          data={THEMES.map((value) => ({ value, label: t(`settings.look_${value}`) }))}
        />
      </div>
      <NumberInput
        label={t("settings.speed")}
        description={t("settings.speed_about")}
        defaultValue={settings.requests_per_second}
        min={1}
        max={100}
        allowDecimal={false}
        onBlur={(event) => {
          const speed = Number(event.currentTarget.value);
          if (speed >= 1 && speed !== settings.requests_per_second) {
            onSet({ requests_per_second: speed });
          }
        }}
      />
      <Retentions bytes={settings.folders.journal_bytes} />
      <Places settings={settings} />
      <Version />
    </Stack>
  );
}

function Places({ settings }: { settings: SettingsShown }) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const { data, logs } = settings.folders;
  const places = [
    { name: t("settings.data"), path: data, folder: "data" },
    { name: t("settings.logs"), path: logs, folder: "logs" },
  ] as const;
  return (
    <section>
      <Title order={2} mb="sm">
        {t("settings.places")}
      </Title>
      <dl className={styles.places}>
        {places.map(({ name, path, folder }) => (
          <div key={folder} className={styles.place}>
            <dt>{name}</dt>
            <dd>{path}</dd>
            {platform.show && (
              <Button
                variant="default"
                size="sm"
                leftSection={<IconFolderOpen size={16} />}
                onClick={() => void platform.show?.({ folder })}
              >
                {t("settings.show")}
              </Button>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

function Version() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const [version, setVersion] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    platform.version().then(
      (answer) => wanted && setVersion(answer),
      // Where nobody tells it, the line stays empty.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [platform]);
  return (
    <Text size="sm" c="dimmed">
      {version ? t("settings.version", { version }) : "\u00a0"}
    </Text>
  );
}
