import { useTranslation } from "react-i18next";
import type { DraftColumn } from "../../bindings/DraftColumn";
import type { DraftShown } from "../../bindings/DraftShown";
import { Sign } from "../../components/Sign";

/** Fields by which the shop's own products are found. */
const FOUND_BY = new Set(["sku", "global_unique_id", "slug"]);

interface NoSkuProps {
  draft: DraftShown;
  /** Nothing before it is known what they are for. */
  columns: readonly DraftColumn[] | undefined;
}

/** What it means that no column says which product of the shop a row is about. */
export function NoSku({ draft, columns }: NoSkuProps) {
  const { t } = useTranslation();
  const fields = new Set(columns?.map(({ field }) => field) ?? []);
  const keys = new Set(draft.match_keys);
  const isFound =
    [...FOUND_BY].some((field) => fields.has(field)) ||
    (keys.has("name") && fields.has("name")) ||
    (keys.has("id") && fields.has("id"));
  if (!columns || isFound || draft.mode === "create" || fields.size === (fields.has(null) ? 1 : 0)) {
    return null;
  }
  const code = draft.mode !== "create_update" ? "update" : fields.has("id") ? "by_number" : "by_name";
  return <Sign tone="careful">{t(`importing.no_sku.${code}`)}</Sign>;
}
