import { expect, test, vi } from "vitest";
import { words } from "../../app/words";
import type { FieldShown } from "../../bindings/FieldShown";
import { mannerOf } from "../../lib/format";
import { apart, isUsual, listedSides, readable, sides } from "./values";

const field = (name: string, before: string, after: string): FieldShown => ({
  field: name,
  before: { text: before },
  before_text: before,
  after: { text: after },
  after_text: after,
  left_out: false,
});

test("the shop's own words are said in the user's language, and unknown ones as they are", () => {
  const { t } = words("de");
  const said = (name: string, before: string, after: string) => {
    const both = sides(t, mannerOf("de"), field(name, before, after));
    return [both.before, both.after];
  };
  expect(said("status", "draft", "publish")).toEqual(["Entwurf", "Veröffentlicht"]);
  expect(said("tax_status", "none", "taxable")).toEqual(["Nicht steuerpflichtig", "Steuerpflichtig"]);
  expect(said("backorders", "notify", "no")).toEqual([
    "Verkauf über den Bestand hinaus mit Hinweis",
    "Kein Verkauf über den Bestand hinaus",
  ]);
  expect(said("status", "wc-odd", "archived")).toEqual(["wc-odd", "archived"]);
  // Only there: a name may be called the same.
  expect(said("name", "hidden", "search")).toEqual(["hidden", "search"]);
});

test("a text with markup reads in a list as it reads in the shop", () => {
  expect(readable("<p>Woven  in\nhalf-linen.</p><ul><li>50 x 70 cm</li><li>2 &lt; 3 &amp; more</li></ul>")).toBe(
    "Woven in half-linen. 50 x 70 cm 2 < 3 & more",
  );
  expect(readable("5 < 6 and 7 > 2")).toBe("5 < 6 and 7 > 2");
  const { t } = words("en");
  const shown = field("description", "<p>Old cloth</p>", "<p>New <b>cloth</b></p>");
  expect(listedSides(t, mannerOf("en"), shown)).toEqual({ before: "Old cloth", after: "New cloth" });
  // Where only the markup changes, it is what there is to see.
  const markup = field("description", "New cloth", "<p>New cloth</p>");
  expect(listedSides(t, mannerOf("en"), markup)).toEqual({ before: "New cloth", after: "<p>New cloth</p>" });
});

test("what a text says of its look is not even parsed: our page allows no such rules", () => {
  const parsed = vi.spyOn(DOMParser.prototype, "parseFromString");
  const styled = [
    '<p style="color: red" title="a > b">Soft</p><style>p { color: red }</style> and <b class=x style=color:red>warm',
    "<SPAN\nSTYLE='color: red'>Soft</SPAN><script>go()</script> <img src=x onerror=go()>and <i style=\"x'>warm</i>",
    '<p style="color: red',
    "Soft <style>p {",
  ];
  expect(styled.map(readable)).toEqual(["Soft and warm", "Soft and warm", "", "Soft"]);
  for (const [markup] of parsed.mock.calls) {
    expect(markup).not.toMatch(/style|script|onerror/i);
  }
  expect(parsed).toHaveBeenCalledTimes(4);
});

test("of a new product only what most do not have is told; of one that changes, everything", () => {
  const made = (name: string, after: FieldShown["after"]): FieldShown => ({
    ...field(name, "", ""),
    before: null,
    before_text: null,
    after,
  });
  expect(isUsual(made("virtual", { boolean: false }))).toBe(true);
  expect(isUsual(made("virtual", { boolean: true }))).toBe(false);
  expect(isUsual(made("tax_status", { text: "taxable" }))).toBe(true);
  expect(isUsual(made("tax_status", { text: "none" }))).toBe(false);
  expect(isUsual(made("name", { text: "taxable" }))).toBe(false);
  expect(isUsual({ ...made("virtual", { boolean: false }), before: { boolean: true }, before_text: "true" })).toBe(
    false,
  );
});

test("of two long texts the beginning that both share is left away, so that what differs is seen", () => {
  expect(apart("Still Water decaf, 250 g NEW", "Still Water decaf, 250 g")).toEqual(["…250 g NEW", "…250 g"]);
  expect(apart("https://shop.example/a/one.jpg", "https://shop.example/a/two.jpg")).toEqual([
    "…p.example/a/one.jpg",
    "…p.example/a/two.jpg",
  ]);
  // Short ones, and those that differ early, stand as they are.
  expect(apart("Table runner NEW", "Table runner")).toEqual(["Table runner NEW", "Table runner"]);
  expect(apart("A cloth for tables of eight", "The cloth for tables of eight")[0]).toBe("A cloth for tables of eight");
  // A sign of two halves stays whole.
  expect(apart(`abcdefgh😀${"x".repeat(11)}1`, `abcdefgh😀${"x".repeat(11)}2`)[0]).toBe(`…${"x".repeat(11)}1`);
});
