import { PasswordInput, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface KeyFieldsProps {
  /** The key, with its secret. */
  name: string;
  secret: string;
  onName: (name: string) => void;
  onSecret: (secret: string) => void;
}

/** A key of a shop with its secret, as the shop shows them once. */
export function KeyFields({ name, secret, onName, onSecret }: KeyFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <TextInput
        label={t("stores.adding.key")}
        placeholder="ck_…"
        value={name}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("stores.adding.secret")}
        placeholder="cs_…"
        value={secret}
        autoComplete="off"
        visibilityToggleButtonProps={{ "aria-label": t("stores.adding.show_secret") }}
        onChange={(event) => onSecret(event.currentTarget.value)}
      />
    </Stack>
  );
}
