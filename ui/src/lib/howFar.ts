import type { Counts } from "../bindings/Counts";
import type { RunReport } from "../bindings/RunReport";

function answeredIn(counts: Counts): number {
  return counts.create + counts.update + counts.delete + counts.failed + counts.conflict;
}

/** How many records are through, of all that the run is about: also of those before an interruption. */
export function howFar({ counts, pending, pending_records, now }: RunReport): { done: number; total: number } {
  const answered = answeredIn(counts);
  const total = answered + counts.unknown + (pending_records ?? pending);
  if (!now || now.total === 0) {
    return { done: answered, total };
  }
  // What is still open here may be categories, too, which nobody counts as products.
  return { done: Math.max(answered, total - Math.max(0, now.total - now.done)), total };
}
