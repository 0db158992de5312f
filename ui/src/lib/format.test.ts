import { expect, test } from "vitest";
import { endedOnce, manner, mannerOf } from "./format";

test("a language is spoken in the region that the system names", () => {
  expect(manner("de", ["en-US", "de-CH"])).toBe("de-CH");
  expect(manner("fr", ["de-CH"])).toBe("fr");
});

test("money keeps all its decimals and its currency, digit by digit", () => {
  expect(mannerOf("en").decimal("19.9", "EUR")).toBe("€19.90");
  expect(mannerOf("de").decimal("1234567.8901", "EUR").replace(/\s/g, " ")).toBe("1.234.567,8901 €");
  expect(mannerOf("en").decimal("12345678901234567.89")).toBe("12,345,678,901,234,567.89");
  expect(mannerOf("en").decimal("<b>", "EUR")).toBe("<b>");
});

test("money whose currency is not known has its cents all the same", () => {
  expect(mannerOf("en").decimal("19.9", undefined, 2)).toBe("19.90");
  expect(mannerOf("de").decimal("7", undefined, 2)).toBe("7,00");
  expect(mannerOf("en").decimal("19.9")).toBe("19.9");
});

test("a duration has no more parts than anybody needs", () => {
  const { duration } = mannerOf("en");
  expect(duration(0)).toBe("0 sec");
  expect(duration(0.2)).toBe("1 sec");
  expect(duration(61.4)).toBe("1 min 1 sec");
  expect(duration(7325)).toBe("2 hr 2 min");
});

test("a sentence that ends with an abbreviation has one full stop", () => {
  for (const [language, sentence] of [
    ["de", "Es dauerte"],
    ["pl", "Trwało to"],
    ["en", "It took"],
    ["fr", "Durée :"],
  ] as const) {
    for (const seconds of [9, 60, 7320]) {
      expect(endedOnce(`${sentence} ${mannerOf(language).duration(seconds)}.`)).toMatch(/[^.]\.$/);
    }
  }
  expect(mannerOf("de").duration(9), "which ends with a full stop of its own").toMatch(/\.$/);
});

test("what is long ago is a date, what is recent is told as it is said", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  expect(mannerOf("en").since("2026-11-22T11:40:00Z", now)).toBe("20 minutes ago");
  expect(mannerOf("en").since("2026-10-01T11:40:00Z", now)).toContain("2026");
});

test("sizes are told in the unit that fits", () => {
  expect(mannerOf("en").size(96)).toBe("96 bytes");
  expect(mannerOf("en").size(1)).toBe("1 byte");
  expect(mannerOf("en").size(84_000)).toBe("84 kB");
  expect(mannerOf("en").size(637_000_000)).toBe("637 MB");
});
