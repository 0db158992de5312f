import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Problem } from "../../../components/Problem";
import { Working } from "../../../components/Working";
import { useLongDo } from "../../../lib/asking";

/** Looks at the pictures of a plan when somebody wants it: it asks machines that are not the shop. */
export function Pictures({ run }: { run: number }) {
  const { t } = useTranslation();
  const { mutate, isPending, data, error, progress, stop } = useLongDo("runs.check_pictures");
  if (isPending) {
    return <Working label={t("everywhere.stage.checking_pictures")} progress={progress} onStop={stop} />;
  }
  return (
    <section aria-label={t("importing.changes.pictures_look")}>
      {error && <Problem error={error} />}
      {data && data.troubles.length === 0 ? (
        <Text size="sm">{t("importing.changes.pictures_fine", { looked: data.looked_at })}</Text>
      ) : (
        <>
          <Button variant="default" size="compact-md" onClick={() => mutate({ run })}>
            {t("importing.changes.pictures_look")}
          </Button>
          <Text size="sm" c="dimmed" mt={4}>
            {t("importing.changes.pictures_about")}
          </Text>
        </>
      )}
    </section>
  );
}
