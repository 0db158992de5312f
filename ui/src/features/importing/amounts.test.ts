import { expect, test } from "vitest";
import { column } from "../../testing/fixtures";
import { holdsAmounts } from "./amounts";

const holds = (field: string | null, ...samples: string[]) =>
  holdsAmounts(column({ column: 0, name: "", field, samples }));

test("prices, stock and measures are amounts, whatever their cells hold", () => {
  expect(holds("regular_price", "auf Anfrage")).toBe(true);
  expect(holds("stock_quantity", "12")).toBe(true);
  expect(holds("weight")).toBe(true);
});

test("numbers that only name something are none", () => {
  expect(holds("sku", "1001", "1002")).toBe(false);
  expect(holds("global_unique_id", "4006381333931")).toBe(false);
  expect(holds(null, "4006381333931")).toBe(false);
});

test("a column that is for nothing is judged by its look", () => {
  expect(holds(null, "19,90", "1.299,00", " 7,5 ")).toBe(true);
  expect(holds(null, "19,90", "A-1")).toBe(false);
  expect(holds(null, "31.12.2026")).toBe(false);
  expect(holds(null)).toBe(false);
});
