// Which columns of a file hold amounts, so that their digits stand below each other?

import type { DraftColumn } from "../../bindings/DraftColumn";

/** Fields that are counted or measured. Article numbers are digits too, and are read from the left. */
const AMOUNTS = new Set([
  "regular_price",
  "sale_price",
  "stock",
  "stock_quantity",
  "low_stock_amount",
  "weight",
  "length",
  "width",
  "height",
  "menu_order",
  "download_limit",
  "download_expiry",
  "total_sales",
]);

/** A number with a fraction: what has none may be a number that only names something. */
const FRACTION = /^[-+]?(\d+|\d{1,3}([.,'’\s]\d{3})+)[.,]\d{1,4}$/;

/** Whether a column holds amounts: by what it is for, or by its look where it is for nothing. */
export function holdsAmounts({ field, samples }: DraftColumn): boolean {
  if (field) {
    return AMOUNTS.has(field);
  }
  const filled = samples.map((sample) => sample.trim()).filter((sample) => sample !== "");
  return filled.length > 0 && filled.every((sample) => FRACTION.test(sample));
}
