import { SegmentedControl, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../../components/Problem";
import { Room } from "../../components/Room";
import { useAsk, useDo } from "../../lib/asking";
import { LANGUAGES } from "../../lib/languages";
import styles from "./Settings.module.css";

/** How the window speaks and looks. */
export function Settings() {
  const { t } = useTranslation();
  const settings = useAsk("settings.show", {});
  const change = useDo("settings.change");
  const error = settings.error ?? change.error;
  return (
    <Room title={t("settings.title")}>
      <div className={styles.settings}>
        {error && <Problem error={error} />}
        {!settings.data && !error && <Skeleton h={200} />}
        {settings.data && (
          <Stack gap="xl">
            <Select
              label={t("settings.language")}
              data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
              value={settings.data.language}
              placeholder={t("settings.systems")}
              clearable
              onChange={(language) => change.mutate({ language: language ?? "" })}
            />
            <div>
              <Text fw={600} size="sm" mb={6}>
                {t("settings.look")}
              </Text>
              <SegmentedControl
                aria-label={t("settings.look")}
                value={settings.data.appearance}
                onChange={(appearance) => change.mutate({ appearance: appearance as "light" | "dark" | "system" })}
                data={(["light", "dark", "system"] as const).map((value) => ({
                  value,
                  label: t(`settings.look_${value}`),
                }))}
              />
            </div>
          </Stack>
        )}
      </div>
    </Room>
  );
}
