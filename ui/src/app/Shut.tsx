import { Center, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Ledger } from "../components/pictures/pictures";
import { useAsk } from "../lib/asking";
import { usePlatform } from "../platform/platform";

/** Lets only those see the rooms for whom the program opens them; the others learn how they are opened. */
export function Door({ children }: { children: ReactNode }) {
  const { isShut } = usePlatform();
  const { error } = useAsk("settings.show", {}, { enabled: !isShut });
  return isShut || error?.code === "token_wrong" ? <Shut /> : children;
}

function Shut() {
  const { t } = useTranslation();
  return (
    <Center mih="100vh" p="xl" component="main">
      <Stack gap="md" align="center" maw="36rem" ta="center">
        <Ledger />
        <Title order={1}>{t("shell.shut.title")}</Title>
        <Text>{t("shell.shut.about")}</Text>
        <Text>{t("shell.shut.where")}</Text>
        <Text c="dimmed">{t("shell.shut.again")}</Text>
      </Stack>
    </Center>
  );
}
