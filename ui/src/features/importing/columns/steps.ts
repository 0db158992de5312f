import type { Step } from "../../../bindings/Step";

export const STEP_KINDS = ["trim", "replace", "value_map", "default", "arithmetic"] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export function newStep(kind: StepKind): Step {
  switch (kind) {
    case "trim":
      return { step: "trim" };
    case "replace":
      return { step: "replace", find: "", with: "" };
    case "value_map":
      return { step: "value_map", values: [] };
    case "default":
      return { step: "default", text: "" };
    case "arithmetic":
      return { step: "arithmetic" };
  }
}

/** Whether a step says everything that it needs. */
export function isWhole(step: Step): boolean {
  switch (step.step) {
    case "replace":
      return step.find !== "";
    case "value_map":
      return step.values.length > 0;
    case "default":
      return step.text !== "";
    case "arithmetic":
      return [step.multiply, step.add, step.decimals, step.ending].some((part) => part !== undefined && part !== null);
    default:
      return true;
  }
}

/** A number as a step wants it, or nothing where it is none. */
export function decimalOf(typed: string): string | null {
  const text = typed.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(text) ? text : null;
}
