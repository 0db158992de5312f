import { Button, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ChangeShown } from "../../../bindings/ChangeShown";
import type { RunReport } from "../../../bindings/RunReport";
import type { StoreFacts } from "../../../bindings/StoreFacts";
import { BackLink } from "../../../components/BackLink";
import { Differences } from "../../../components/changes/Differences";
import { Decide } from "../../../components/Decide";
import { canUndo } from "../telling";
import styles from "./Detail.module.css";

interface DetailProps {
  run: RunReport | undefined;
  change: ChangeShown;
  facts: StoreFacts | undefined;
  onBack: () => void;
}

/** What a shop refuses most, and what helps. */
const ADVICE = {
  product_invalid_sku: "sku_taken",
  product_invalid_global_unique_id: "gtin_taken",
  woocommerce_rest_invalid_product_id: "gone",
  woocommerce_rest_product_invalid_id: "gone",
  woocommerce_rest_product_variation_invalid_id: "gone",
  woocommerce_rest_term_invalid: "gone",
  woocommerce_rest_invalid_remote_image_url: "picture",
  woocommerce_rest_invalid_image: "picture",
  woocommerce_product_image_upload_error: "picture",
  woocommerce_variation_image_upload_error: "picture",
  term_exists: "name_taken",
  duplicate_term_slug: "name_taken",
  woocommerce_rest_cannot_edit: "not_allowed",
  woocommerce_rest_cannot_create: "not_allowed",
  woocommerce_rest_cannot_delete: "not_allowed",
  woocommerce_rest_cannot_batch: "not_allowed",
} as const;

/** Which advice fits a change, where any does. */
function adviceFor({ outcome, detail }: ChangeShown) {
  if (detail !== null && typeof detail === "object" && "failed" in detail) {
    const { code, message } = detail.failed;
    if (code === "woocommerce_rest_product_not_created" && message.includes("SKU")) {
      return "sku_taken";
    }
    return code in ADVICE ? ADVICE[code as keyof typeof ADVICE] : "refused";
  }
  return outcome === "conflict" || outcome === "unknown" || outcome === "altered" ? outcome : null;
}

/** One record beside the list: field by field, what went wrong and what to do, where it is in the shop. */
export function Detail({ run, change, facts, onBack }: DetailProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const advice = adviceFor(change);
  const isDone = change.outcome === "applied" || change.outcome === "altered";
  const number = run?.run;
  return (
    <>
      <BackLink label={t("history.run.to_overview")} onClick={onBack} />
      <Differences change={change} facts={facts}>
        {advice && (
          <div className={styles.advice}>
            <Text size="sm" fw={600}>
              {t("history.advice.title")}
            </Text>
            <Text size="sm">{t(`history.advice.${advice}`)}</Text>
          </div>
        )}
        <Decide run={run} change={change} />
        {run && number && isDone && canUndo(run) && (
          <div>
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
              onClick={() =>
                void navigate({
                  to: "/history/$run/undo",
                  params: { run: String(number) },
                  search: { change: change.change },
                })
              }
            >
              {t("history.run.undo_one")}
            </Button>
          </div>
        )}
      </Differences>
    </>
  );
}
