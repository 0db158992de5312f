import { Button, TextInput } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../../components/Problem";
import { Working } from "../../../components/Working";
import { useLongDo } from "../../../lib/asking";
import styles from "./FromWeb.module.css";

/** Whether a text is one address of the web and nothing else: the program reads it more closely. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text.trim());
}

interface FromWebProps {
  /** What stands in the field. */
  address: string;
  onAddress: (address: string) => void;
  onFetched: (upload: string) => void;
  onClose: () => void;
}

/** An address that leads to a file; it may hold a key, so nothing of it is kept here. */
export function FromWeb({ address, onAddress, onFetched, onClose }: FromWebProps) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { mutate, isPending, progress, stop, error } = useLongDo("files.fetch");
  if (isPending) {
    return <Working label={t("everywhere.stage.fetching")} progress={progress} onStop={stop} />;
  }
  return (
    <>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ address: address.trim() }, { onSuccess: ({ upload }) => onFetched(upload) });
        }}
      >
        <TextInput
          className={styles.field ?? ""}
          label={t("importing.start.web_address")}
          placeholder="https://"
          value={address}
          onChange={(event) => onAddress(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && onClose()}
          autoComplete="off"
          spellCheck={false}
          ref={field}
        />
        <Button type="submit" disabled={address.trim() === ""}>
          {t("importing.start.web_go")}
        </Button>
        <Button variant="subtle" onClick={onClose}>
          {t("everywhere.back")}
        </Button>
      </form>
      {error && error.code !== "cancelled" && <Problem error={error} />}
    </>
  );
}
