import { Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Something that is done before the work behind it goes on. */
export function Dialog(props: Omit<ModalProps, "closeButtonProps">) {
  const { t } = useTranslation();
  return <Modal {...props} closeButtonProps={{ "aria-label": t("everywhere.close") }} />;
}
