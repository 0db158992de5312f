import { renderHook } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { words } from "../app/words";
import { saidOfKind, useSaid } from "./said";

async function german(shelf: "issues" | "errors" = "issues") {
  const issues = (await import("../locales/de/issues.json")).default;
  const errors = (await import("../locales/de/errors.json")).default;
  const spoken = words("de", { de: { issues, errors } });
  const { result } = renderHook(useSaid, {
    wrapper: ({ children }) => <I18nextProvider i18n={spoken}>{children}</I18nextProvider>,
  });
  return (code: string, params: Record<string, string>) => result.current(shelf, code, params);
}

test("prices and amounts are written in a sentence as the user writes numbers", async () => {
  const said = await german();
  expect(said("sale_price_not_below_price", { sale_price: "9.90", regular_price: "1234.50" })).toContain(
    "Der Angebotspreis 9,90 liegt nicht unter dem Preis 1234,50;",
  );
  expect(said("number_ambiguous", { value: "1.234", fraction: "1.234", whole: "1234" })).toContain(
    "„1.234“ ist 1,234 oder 1234;",
  );
  expect(said("number_in_other_notation", { value: "8.90", meant: "8.90" })).toMatch(/^„8.90“ .* 8,90\.$/);
});

test("cells and codes stand in a sentence as they are", async () => {
  const said = await german();
  expect(said("sku_twice", { value: "12345.60", first_row: "12345" })).toContain(
    "„12345.60“ steht schon in Zeile 12.345.",
  );
  expect(said("gtin_twice", { value: "4006381333931", first_row: "3" })).toContain("4006381333931");
  expect(said("number_rounded", { value: "5.9", meant: "5.90" })).toContain("„5.90“");
  expect(said("stock_lost", { quantity: "<b>" })).toContain("<b>");
});

test("for how long the shop wants to be left alone is told as people say it", async () => {
  const said = await german("errors");
  expect(said("store_unavailable", { status: "503", retry_after: "600" })).toBe(
    "Der Shop ist im Moment nicht verfügbar (Status 503): Er bittet um 10 Min. Pause.",
  );
  expect(said("store_unavailable", { status: "503", retry_after: "" })).toBe(
    "Der Shop ist im Moment nicht verfügbar (Status 503).",
  );
  expect(said("store_refused", { code: "teapot", message: "" })).not.toContain(": )");
});

test("several rows of a kind are spoken of without the values of one of them, a single one with them", async () => {
  const [issues, issues_kind] = await Promise.all([
    import("../locales/en/issues.json"),
    import("../locales/en/issues_kind.json"),
  ]);
  const spoken = words("en", { en: { issues: issues.default, issues_kind: issues_kind.default } });
  const { result } = renderHook(useSaid, {
    wrapper: ({ children }) => <I18nextProvider i18n={spoken}>{children}</I18nextProvider>,
  });
  const twice = { code: "sku_twice", params: { value: "1232811003", first_row: "3832" } };
  expect(saidOfKind(result.current, { ...twice, count: 127 })).toBe("The same SKU as in an earlier row.");
  expect(saidOfKind(result.current, { ...twice, count: 1 })).toBe("The SKU “1232811003” stands in row 3,832 already.");
  expect(saidOfKind(result.current, { code: "name_missing", params: {}, count: 9 })).toBe(
    "A new product needs a name.",
  );
});
