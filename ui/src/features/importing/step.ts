// Where does the wizard stand, and where can it go from there?

import type { DraftShown } from "../../bindings/DraftShown";

export const STEPS = ["file", "columns", "check", "changes", "run", "result"] as const;
export type StepName = (typeof STEPS)[number];

/** A step with all that it cannot be without. */
export type Step =
  | { name: "file"; draft: DraftShown }
  | { name: "columns"; draft: DraftShown }
  | { name: "check"; draft: DraftShown }
  | { name: "changes"; draft: DraftShown; run: number }
  | { name: "run"; draft: DraftShown; run: number }
  | { name: "result"; draft: DraftShown; run: number };

/** What the wizard has kept beside its step. */
export type View = {
  /** The run that is looked at, where it is another than the one planned from the draft: its undo. */
  run?: number;
  /** A run that was begun, and how many products it was to change then. */
  planned?: { run: number; count: number };
  /** What the table of each step is narrowed to, as the address has it. */
  narrowed?: Record<string, Record<string, string | number>>;
  /** Whether orders get the status that their rows say, though the shop may write to buyers then. */
  order_status?: boolean;
};

export function viewOf(draft: DraftShown): View {
  const view = draft.view;
  if (!view || typeof view !== "object" || Array.isArray(view)) {
    return {};
  }
  const { run, planned, narrowed, order_status } = view;
  return {
    ...(typeof run === "number" ? { run } : {}),
    ...(planned && typeof planned === "object" ? { planned: planned as NonNullable<View["planned"]> } : {}),
    ...(narrowed && typeof narrowed === "object" ? { narrowed: narrowed as NonNullable<View["narrowed"]> } : {}),
    ...(order_status === true ? { order_status } : {}),
  };
}

/** A search as a text: the same for the same filters, in whatever order they come. */
export function textOf(search: object): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(said.sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** The view with the filters of the address, which are those of the present step. */
export function narrowedTo(draft: DraftShown, search: object): View {
  const view = viewOf(draft);
  const { name } = stepOf(draft);
  const now = textOf(search);
  return now === textOf(view.narrowed?.[name] ?? {})
    ? view
    : { ...view, narrowed: { ...view.narrowed, [name]: JSON.parse(now) } };
}

/** The run that the later steps are about. */
export function runOf(draft: DraftShown): number | undefined {
  return viewOf(draft).run ?? draft.run ?? undefined;
}

function isStep(name: string): name is StepName {
  return (STEPS as readonly string[]).includes(name);
}

/** The step in which a draft was left. One whose plan is gone goes back to the check. */
export function stepOf(draft: DraftShown): Step {
  const name = isStep(draft.step) ? draft.step : "file";
  const run = runOf(draft);
  if (name === "changes" || name === "run" || name === "result") {
    return run === undefined ? { name: "check", draft } : { name, draft, run };
  }
  return { name, draft };
}

/** Whether the columns need no word: the file is recognised and everything fits. */
export function columnsSkipThemselves(draft: DraftShown): boolean {
  return draft.rows?.fits ?? false;
}

/** The step before; nothing before the first, and nothing from a run that has begun. */
export function before(step: Step): StepName | null {
  switch (step.name) {
    case "columns":
      return "file";
    case "check":
      return columnsSkipThemselves(step.draft) ? "file" : "columns";
    case "changes":
      return "check";
    default:
      return null;
  }
}

/** Whether the user may go straight to a step that lies before the present one. */
export function canGoTo(step: Step, to: StepName): boolean {
  const isBefore = STEPS.indexOf(to) < STEPS.indexOf(step.name);
  return isBefore && step.name !== "run" && step.name !== "result";
}
