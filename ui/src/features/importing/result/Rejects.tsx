import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { useAsk, useDo } from "../../../lib/asking";
import { templates } from "../../../lib/templates";
import { usePlatform } from "../../../platform/platform";
import styles from "./Result.module.css";

/** The rows that stayed out, saved to be mended and imported once more; each says why. */
export function Rejects({ run }: { run: number }) {
  const { t, i18n } = useTranslation();
  const platform = usePlatform();
  const summary = useAsk("runs.summary", { run });
  const save = useDo("runs.save_rejects");
  const count = summary.data?.rejects ?? 0;
  if (count === 0) {
    return null;
  }
  const write = async () => {
    const place = await platform.pickPlace(t("history.rows.file", { run }));
    if (place) {
      const words = { ...i18n.getResourceBundle(i18n.language, "translation") } as Record<
        string,
        Record<string, string>
      >;
      save.mutate({ run, file: place, words: templates({ ...words.issues, ...words.skips }) });
    }
  };
  return (
    <>
      <Button
        variant="default"
        classNames={{ root: styles.rejects ?? "", label: styles.words ?? "" }}
        leftSection={<IconDownload size={18} />}
        loading={save.isPending}
        onClick={() => void write()}
      >
        {t("importing.result.rejects", { count })}
      </Button>
      {save.isSuccess && <Sign tone="good">{t("importing.result.rejects_saved")}</Sign>}
      {save.error && <Problem error={save.error} />}
    </>
  );
}
