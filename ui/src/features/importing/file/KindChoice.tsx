import { Checkbox, Select, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { Entity } from "../../../bindings/Entity";
import { Problem } from "../../../components/Problem";
import { keepAnswer, useDo } from "../../../lib/asking";
import { viewOf } from "../step";

/** What rows can be; variations come with their products. */
const KINDS: readonly Exclude<Entity, "variation">[] = [
  "product",
  "category",
  "tag",
  "brand",
  "attribute",
  "term",
  "shipping_class",
  "customer",
  "coupon",
  "review",
  "order",
  "order_note",
  "refund",
  "tax_rate",
  "tax_class",
];

/** What kind of record the rows are, and whether orders may get statuses at which shops write to buyers. */
export function KindChoice({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const kind = useDo("drafts.kind");
  const save = useDo("drafts.save_view");
  const keep = (shown: DraftShown) => void keepAnswer(queries, "drafts.show", { draft: draft.draft }, shown);
  const view = viewOf(draft);
  const error = kind.error ?? save.error;
  return (
    <Stack gap="sm">
      <Select
        label={t("importing.kind.rows_are")}
        data={KINDS.map((one) => ({ value: one, label: t(`importing.kind.all.${one}`) }))}
        value={draft.kind ?? "product"}
        allowDeselect={false}
        disabled={kind.isPending}
        onChange={(value) =>
          kind.mutate({ draft: draft.draft, kind: value === "product" ? null : (value as Entity) }, { onSuccess: keep })
        }
      />
      {draft.kind === "order" && (
        <Checkbox
          label={t("importing.kind.order_status")}
          description={t("importing.kind.order_status_about")}
          checked={view.order_status ?? false}
          onChange={({ currentTarget }) =>
            save.mutate(
              { draft: draft.draft, step: draft.step, view: { ...view, order_status: currentTarget.checked } },
              { onSuccess: keep },
            )
          }
        />
      )}
      {error && <Problem error={error} />}
    </Stack>
  );
}
