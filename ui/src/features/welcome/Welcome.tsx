import { Code, Paper, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Harbour } from "../../components/Harbour";
import { usePlatform } from "../../platform/platform";
import styles from "./Welcome.module.css";

/** What the window shows while it has no tools: its name, and where the tools are. */
export function Welcome() {
  const { t } = useTranslation();
  const version = useVersion();
  return (
    <main className={styles.room}>
      <Paper className={styles.sheet} radius="md">
        <Harbour label={t("welcome.illustration")} />
        <Title order={1}>{t("product")}</Title>
        <Text className={styles.sentence}>
          <Trans i18nKey="welcome.empty" components={{ command: <Code className={styles.command} /> }} />
        </Text>
      </Paper>
      <Text component="footer" size="sm" c="dimmed">
        {version ? t("welcome.version", { version }) : "\u00a0"}
      </Text>
    </main>
  );
}

/** The program's version once it is known. */
function useVersion(): string | null {
  const platform = usePlatform();
  const [version, setVersion] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    platform.version().then(
      (answer) => wanted && setVersion(answer),
      // A plain browser has no version to tell; the line stays empty.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [platform]);
  return version;
}
