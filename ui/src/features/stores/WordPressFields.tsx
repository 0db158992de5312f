import { PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface WordPressFieldsProps {
  user: string;
  password: string;
  /** A password is kept already: an empty field leaves it as it is. */
  isKept: boolean;
  onUser: (user: string) => void;
  onPassword: (password: string) => void;
}

/** A WordPress user with an application password, who uploads pictures of this computer. */
export function WordPressFields({ user, password, isKept, onUser, onPassword }: WordPressFieldsProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("stores.wordpress_about")}
      </Text>
      <TextInput
        label={t("stores.wordpress_user")}
        value={user}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onUser(event.currentTarget.value)}
      />
      <PasswordInput
        label={t("stores.wordpress_password")}
        placeholder={isKept ? t("stores.wordpress_kept") : "xxxx xxxx xxxx xxxx xxxx xxxx"}
        value={password}
        autoComplete="off"
        visibilityToggleButtonProps={{ "aria-label": t("stores.wordpress_show") }}
        onChange={(event) => onPassword(event.currentTarget.value)}
      />
    </Stack>
  );
}
