import type { Counts } from "../../../bindings/Counts";
import type { RunReport } from "../../../bindings/RunReport";

function answeredIn(counts: Counts): number {
  return counts.create + counts.update + counts.delete + counts.failed + counts.conflict;
}

/** How many changes are through, of all that the run is about: also of those before an interruption. */
export function howFar({ counts, terms, pending, now }: RunReport): { done: number; total: number } {
  const answered = answeredIn(counts) + answeredIn(terms);
  const whole = answered + counts.unknown + terms.unknown + pending;
  if (!now || now.total === 0) {
    return { done: answered, total: whole };
  }
  const total = Math.max(whole, now.total);
  return { done: total - Math.max(0, now.total - now.done), total };
}
