import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoreInfo } from "../../bindings/StoreInfo";
import { Problem } from "../../components/Problem";
import { useDo } from "../../lib/asking";

/** What a store is called, and how many requests it gets in a second. */
export function ChangeStore({ store, onClose }: { store: StoreInfo; onClose: () => void }) {
  const { t } = useTranslation();
  const change = useDo("stores.change");
  const [name, setName] = useState(store.name);
  const [speed, setSpeed] = useState<number | null>(store.speed === "usual" ? null : store.speed.per_second);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("stores.change_title", { name: store.name })}
      closeButtonProps={{ "aria-label": t("everywhere.close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const called = name.trim();
          change.mutate(
            {
              name: store.name,
              ...(called && called !== store.name ? { new_name: called } : {}),
              speed: speed === null ? "usual" : { per_second: speed },
            },
            { onSuccess: onClose },
          );
        }}
      >
        <Stack>
          <TextInput
            label={t("stores.adding.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div>
            <Text fw={600} size="sm" mb={6}>
              {t("stores.speed")}
            </Text>
            <SegmentedControl
              aria-label={t("stores.speed")}
              value={speed === null ? "usual" : "own"}
              onChange={(value) => setSpeed(value === "usual" ? null : 5)}
              data={[
                { value: "usual", label: t("stores.speed_usual") },
                { value: "own", label: t("stores.speed_own") },
              ]}
            />
          </div>
          {speed !== null && (
            <NumberInput
              label={t("stores.per_second")}
              value={speed}
              min={1}
              max={100}
              allowDecimal={false}
              onChange={(value) => setSpeed(Math.min(100, Math.max(1, Number(value) || 1)))}
            />
          )}
          {change.error && <Problem error={change.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("everywhere.cancel")}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={name.trim() === ""}>
              {t("everywhere.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
