import { expect, test } from "vitest";
import { words } from "../../app/words";
import type { FieldShown } from "../../bindings/FieldShown";
import { mannerOf } from "../../lib/format";
import { listedSides, readable, sides } from "./values";

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
