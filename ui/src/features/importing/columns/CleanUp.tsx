import { Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../../bindings/DraftColumn";
import type { Step } from "../../../bindings/Step";
import type { Unified } from "../../../bindings/Unified";
import { Dialog } from "../../../components/Dialog";
import { Problem } from "../../../components/Problem";
import { useDo } from "../../../lib/asking";
import { AlikeValues } from "./AlikeValues";
import { AllValues } from "./AllValues";

interface CleanUpProps {
  draft: number;
  column: DraftColumn;
  name: string;
  /** The steps of the column as they are after a decision. */
  onSteps: (steps: Step[]) => void;
}

/** One decision for all values that mean the same. A step of the column keeps it, for the next file too. */
export function CleanUp({ draft, column, name, onSteps }: CleanUpProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [which, setWhich] = useState<"alike" | "all">("alike");
  const unify = useDo("drafts.unify");
  const decide = (decisions: Unified[]) =>
    unify.mutate(
      { draft, column: column.column, decisions },
      {
        onSuccess: (columns) => {
          queries.setQueryData(["drafts.columns", { draft }], columns);
          void queries.invalidateQueries({ queryKey: ["drafts.facets"] });
          void queries.invalidateQueries({ queryKey: ["drafts.clusters"] });
          void queries.invalidateQueries({ queryKey: ["drafts.try_steps"] });
          void queries.invalidateQueries({ queryKey: ["drafts.checked", { draft }] });
          const changed = columns.columns.find((one) => one.column === column.column);
          onSteps(changed?.steps ?? []);
        },
      },
    );
  const shared = { draft, column: column.column, onDecide: decide, isDeciding: unify.isPending };
  return (
    <>
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
        {t("importing.clean.open")}
      </Button>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} size="lg" title={t("importing.clean.title", { name })}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t("importing.clean.about")}
          </Text>
          <SegmentedControl
            value={which}
            onChange={(value) => setWhich(value === "all" ? "all" : "alike")}
            data={(["alike", "all"] as const).map((value) => ({ value, label: t(`importing.clean.${value}`) }))}
          />
          {unify.error && <Problem error={unify.error} />}
          {which === "alike" ? <AlikeValues {...shared} /> : <AllValues {...shared} />}
        </Stack>
      </Dialog>
    </>
  );
}

/** What both lists of values are given. */
export interface ValuesProps {
  draft: number;
  column: number;
  onDecide: (decisions: Unified[]) => void;
  isDeciding: boolean;
}
