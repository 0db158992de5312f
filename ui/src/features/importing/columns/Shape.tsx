import { Button, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RowShape } from "../../../bindings/RowShape";
import { Dialog } from "../../../components/Dialog";
import { Sign } from "../../../components/Sign";
import { useAsk } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";
import styles from "./Shape.module.css";
import { ShapeChoice } from "./ShapeChoice";

/** Whether rows are products with variants: what was decided, or what the rows look like. */
export function Shape({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const said = useSaid();
  const [isOpen, setOpen] = useState(false);
  const { data } = useAsk("drafts.shapes", { draft: draft.draft });
  const columns = useAsk("drafts.columns", { draft: draft.draft });
  if (!data?.possible) {
    return null;
  }
  const proposal = data.proposals[0];
  const reason = proposal?.reason;
  return (
    <Stack gap="sm" component="section" aria-label={t("importing.shape.title")}>
      <Title order={3}>{t("importing.shape.title")}</Title>
      {data.now ? (
        <Text size="sm">{t(`importing.shape.${data.now.shape}`)}</Text>
      ) : reason ? (
        <Sign tone="careful">{said("reasons", reason.code, Object.fromEntries(reason.params ?? []))}</Sign>
      ) : (
        <Text size="sm" c="dimmed">
          {t(
            columns.data?.columns.some(({ field }) => field === "parent")
              ? "importing.shape.as_told"
              : "importing.shape.none",
          )}
        </Text>
      )}
      <div>
        <Button variant="default" size="sm" className={styles.open ?? ""} onClick={() => setOpen(true)}>
          {t(data.now ? "importing.shape.change" : reason ? "importing.shape.look" : "importing.shape.open")}
        </Button>
      </div>
      <Dialog opened={isOpen} onClose={() => setOpen(false)} size="xl" title={t("importing.shape.dialog")}>
        <ShapeChoice
          draft={draft}
          columns={data.columns}
          first={data.now ?? proposal?.shape ?? null}
          isDecided={data.now !== null}
          mayStay={!data.follows}
          onDone={() => setOpen(false)}
        />
      </Dialog>
    </Stack>
  );
}

/** A shape with nothing chosen yet. */
export function emptyShape(kind: RowShape["shape"]): RowShape {
  const shared = { options: [], along: [], sku: null };
  return kind === "split"
    ? { shape: "split", ...shared, between: ",", all_combinations: false }
    : { shape: "join", ...shared, key: [] };
}

/** Whether a shape says enough to be tried. */
export function isWhole(shape: RowShape): boolean {
  return shape.options.length > 0 && (shape.shape === "split" ? shape.between !== "" : shape.key.length > 0);
}
