import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "../components/Empty";
import { Telescope } from "../components/pictures/pictures";

/** An address that leads nowhere. */
export function Nowhere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Empty
      picture={<Telescope />}
      title={t("shell.not_here")}
      order={1}
      action={<Button onClick={() => void navigate({ to: "/" })}>{t("shell.to_import")}</Button>}
    />
  );
}
