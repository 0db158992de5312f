import { Button, Group, SegmentedControl, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { BadDay } from "../../bindings/BadDay";
import { Problem } from "../../components/Problem";
import { Question } from "../../components/Question";
import { Sign } from "../../components/Sign";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useStoreName } from "../../lib/storeName";
import { ExportFile } from "./ExportFile";
import styles from "./Practice.module.css";

const DAYS: readonly BadDay[] = ["off", "slow", "errors", "lost_answers", "outage"];

/** A shop on this computer in which nothing can go wrong for good; and its bad day, to see what then happens. */
export function Practice() {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const manner = useManner();
  const practice = useAsk("practice.show", {});
  const start = useDo("practice.start");
  const stop = useDo("practice.stop");
  const reset = useDo("practice.reset");
  const day = useDo("practice.bad_day");
  const folders = useAsk("watched.list", {});
  const [isAsking, dialog] = useDisclosure(false);
  const [isExporting, exporting] = useDisclosure(false);
  const [isClosing, closing] = useDisclosure(false);
  const isRunning = practice.data?.is_running ?? false;
  const store = practice.data?.store ?? null;
  // What is paused takes nothing anyway.
  const into = (folders.data ?? []).filter((folder) => folder.store === store && folder.stands !== "paused");
  const close = () => stop.mutate({}, { onSuccess: closing.close });
  const error = practice.error ?? start.error ?? (isClosing ? null : stop.error) ?? day.error;
  return (
    <section className={styles.practice} aria-label={t("stores.practice.title")}>
      <div>
        <Title order={2}>{t("stores.practice.title")}</Title>
        <Text c="dimmed" size="sm">
          {t("stores.practice.about")}
        </Text>
        {isRunning && <Sign tone="good">{t("stores.practice.running", { name: nameOf(store ?? "") })}</Sign>}
        {!isRunning && store !== null && <Sign tone="quiet">{t("stores.practice.closed")}</Sign>}
      </div>
      <Group gap="sm">
        {isRunning ? (
          <>
            <Button variant="default" onClick={exporting.open}>
              {t("stores.export.open")}
            </Button>
            <Button variant="default" onClick={dialog.open}>
              {t("stores.practice.reset")}
            </Button>
            <Button variant="default" loading={stop.isPending} onClick={into.length > 0 ? closing.open : close}>
              {t("stores.practice.stop")}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            loading={start.isPending}
            onClick={() => start.mutate({ name: t("stores.practice.name") })}
          >
            {t("stores.practice.start")}
          </Button>
        )}
      </Group>
      {isRunning && (
        <div className={styles.days}>
          <SegmentedControl
            aria-label={t("stores.practice.day")}
            value={practice.data?.bad_day ?? "off"}
            disabled={day.isPending}
            onChange={(value) => day.mutate({ bad_day: value as BadDay })}
            data={DAYS.map((value) => ({ value, label: t(`stores.practice.${value}`) }))}
          />
          <Text size="sm" c="dimmed">
            {t(`stores.practice.${practice.data?.bad_day ?? "off"}_about`)}
          </Text>
        </div>
      )}
      {error && (
        <div className={styles.problem}>
          <Problem error={error} />
        </div>
      )}
      {isExporting && practice.data?.store && <ExportFile store={practice.data.store} onClose={exporting.close} />}
      <Question
        opened={isClosing}
        onClose={closing.close}
        title={t("stores.practice.close_title")}
        about={t("stores.practice.close_about", { folders: manner.list(into.map(({ folder }) => folder)) })}
        keep={t("stores.practice.close_not")}
        go={t("stores.practice.stop")}
        onGo={close}
        isGoing={stop.isPending}
        error={stop.error}
      />
      <Question
        opened={isAsking}
        onClose={dialog.close}
        title={t("stores.practice.reset_title")}
        about={t("stores.practice.reset_about")}
        keep={t("stores.practice.reset_not")}
        go={t("stores.practice.reset_go")}
        onGo={() => reset.mutate({}, { onSuccess: dialog.close })}
        isGoing={reset.isPending}
        error={reset.error}
      />
    </section>
  );
}
