import { Button, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/Dialog";
import { usePlatform } from "../platform/platform";

/** Asks before the program ends while a run goes on. */
export function Leaving() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => platform.listen(({ event }) => event === "quit_asked" && setIsAsked(true)), [platform]);
  const stay = () => setIsAsked(false);
  return (
    <Dialog opened={isAsked} onClose={stay} title={t("shell.quit.title")}>
      <Stack>
        <Text>{t("shell.quit.about")}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={() => void platform.quit?.()}>
            {t("shell.quit.go")}
          </Button>
          <Button data-autofocus onClick={stay}>
            {t("shell.quit.stay")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
