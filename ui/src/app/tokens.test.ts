import { expect, test } from "vitest";
import page from "../../index.html?raw";
import { dark, light, type Tokens } from "./tokens";

/** Relative luminance of an `oklch(l c h)` colour, by way of linear sRGB. */
function luminance(colour: string): number {
  const [l = 0, c = 0, h = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short;
  const within = (part: number) => Math.min(1, Math.max(0, part));
  return 0.2126 * within(red) + 0.7152 * within(green) + 0.0722 * within(blue);
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const sheets = ["surface", "raised", "sunken"] as const;
const changes = ["added", "changed", "removed"] as const;

test("the measure knows black on white", () => {
  expect(contrast("oklch(0 0 0)", "oklch(1 0 0)")).toBeCloseTo(21, 1);
});

test.each([
  ["light", light],
  ["dark", dark],
])("every ink is legible on every sheet: %s", (_name, tokens: Tokens) => {
  for (const sheet of sheets) {
    expect(contrast(tokens.ink, tokens[sheet])).toBeGreaterThanOrEqual(7);
    for (const name of ["ink-quiet", "accent", "good", "careful", "wrong"] as const) {
      expect(contrast(tokens[name], tokens[sheet]), `${name} on ${sheet}`).toBeGreaterThanOrEqual(4.5);
    }
  }
  for (const background of changes) {
    expect(contrast(tokens.ink, tokens[background]), background).toBeGreaterThanOrEqual(7);
  }
  expect(contrast(tokens["accent-ink"], tokens.accent)).toBeGreaterThanOrEqual(4.5);
});

test("the first paint has the colours of the surface, so that nothing flashes", () => {
  const painted = page.match(/oklch\([^)]*\)/g);
  expect(painted).toEqual([light.surface, dark.surface]);
});
