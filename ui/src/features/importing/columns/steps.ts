import type { Step } from "../../../bindings/Step";

/** What a step can be, in groups that belong together. */
export const STEP_GROUPS = [
  ["trim", "replace", "value_map", "default", "case"],
  ["split", "join", "template", "pattern", "look_up"],
  ["price", "arithmetic", "date"],
  ["strip_html", "text_to_html", "categories", "sku", "slug"],
  ["expression"],
] as const;
export const STEP_KINDS = STEP_GROUPS.flat();
export type StepKind = (typeof STEP_KINDS)[number];

/** So many values of a column are offered to be replaced at first. */
const OFFERED = 8;

/** A step that changes nothing yet, for a column of which these are samples. */
export function newStep(kind: StepKind, samples: readonly string[]): Step {
  switch (kind) {
    case "trim":
    case "strip_html":
    case "text_to_html":
    case "slug":
      return { step: kind };
    case "replace":
      return { step: "replace", find: "", with: "" };
    case "value_map":
      return { step: "value_map", values: valuesOf(samples).map((value) => [value, value]) };
    case "default":
      return { step: "default", text: "" };
    case "arithmetic":
      return { step: "arithmetic" };
    case "case":
      return { step: "case", to: "title" };
    case "split":
      return { step: "split", at: "", part: 1 };
    case "join":
      return { step: "join", columns: [], between: " " };
    case "template":
      return { step: "template", text: "{}" };
    case "pattern":
      return { step: "pattern", find: "", with: "", take: "replace" };
    case "look_up":
      return { step: "look_up", name: "", table: [], otherwise: "keep" };
    case "price":
      return { step: "price" };
    case "date":
      return { step: "date" };
    case "categories":
      return { step: "categories", paths: [], level: ">", list: "", otherwise: "keep" };
    case "sku":
      return { step: "sku", parts: [{ part: "letters", column: "", each: 3 }], between: "-", only_empty: true };
    case "expression":
      return { step: "expression", text: "" };
  }
}

function valuesOf(samples: readonly string[]): string[] {
  return [...new Set(samples.map((sample) => sample.trim()))].filter((value) => value !== "").slice(0, OFFERED);
}

/** Whether a step says everything that it needs. */
export function isWhole(step: Step): boolean {
  switch (step.step) {
    case "replace":
    case "pattern":
      return step.find !== "";
    case "value_map":
      return step.values.length > 0;
    case "default":
    case "template":
      return step.text !== "";
    case "expression":
      return step.text.trim() !== "";
    case "arithmetic":
      return [step.multiply, step.add, step.decimals, step.ending].some((part) => part !== undefined && part !== null);
    case "split":
      return step.at !== "" && step.part !== 0;
    case "join":
      return step.columns.length > 0;
    case "look_up":
      return step.table.length > 0;
    case "price": {
      const { step: _, rounding: __, ...amounts } = step;
      return Object.values(amounts).some((amount) => amount !== undefined && amount !== null);
    }
    case "categories":
      return step.paths.length > 0 && step.paths.every(([from]) => from.trim() !== "");
    case "sku":
      return step.parts.some((part) => part.part !== "text");
    default:
      return true;
  }
}

/** A number as a step wants it, or nothing where it is none. */
export function decimalOf(typed: string): string | null {
  const text = typed.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
}
