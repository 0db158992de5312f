// What a run is called, and what it did, in a few words.

import type { TFunction } from "i18next";
import type { Counts } from "../../bindings/Counts";
import type { RunReport } from "../../bindings/RunReport";
import type { RunStatus } from "../../bindings/RunStatus";
import type { Tone } from "../../components/Sign";
import { durationText, type Manner } from "../../lib/format";

/** The file, or what was taken back. */
export function titleOf(t: TFunction, manner: Manner, run: RunReport): string {
  if (run.kind === "undo") {
    return t("history.undo_of", { run: manner.number(run.undoes ?? 0) });
  }
  // Only what was pasted has no name of its own.
  return run.file ? (run.file.split(/[\\/]/).at(-1) ?? run.file) : t("history.pasted");
}

/** How many records were changed, made or removed, or would be. */
export function doneIn({ create, update, delete: removed }: Counts): number {
  return create + update + removed;
}

/** Everything that was sent with success, categories and the like included. */
export function doneOf(run: RunReport): number {
  return doneIn(run.counts) + doneIn(run.terms);
}

/** "312 changed, 4 new" */
export function didOf(t: TFunction, run: RunReport): string[] {
  const all = (["update", "create", "delete"] as const).filter((kind) => run.counts[kind] > 0);
  if (all.length === 0 && doneIn(run.terms) > 0) {
    return [t("history.did.terms", { count: doneIn(run.terms) })];
  }
  return all.map((kind) => t(`history.did.${kind}`, { count: run.counts[kind] }));
}

/** "3 refused", "1 edited meanwhile": what somebody may want to look at. */
export function troublesOf(t: TFunction, run: RunReport): string[] {
  if (run.status === "planned") {
    return [];
  }
  // What is merely on its way is no trouble.
  const records = (["failed", "unknown", "conflict", "altered"] as const)
    .filter((kind) => run.counts[kind] > 0 && !(kind === "unknown" && isGoing(run)))
    .map((kind) => t(`history.did.${kind}`, { count: run.counts[kind] }));
  const pictures = run.pictures_refused ?? 0;
  return pictures > 0 ? [...records, t("history.did.pictures", { count: pictures })] : records;
}

/** "took 2 min 3 sec" */
export function tookOf(t: TFunction, manner: Manner, run: RunReport): string {
  return t("history.took", { time: durationText(t, manner, run.seconds) });
}

export function toneOf(run: RunReport): Tone {
  const tones: Record<RunStatus, Tone> = {
    planned: "quiet",
    running: "quiet",
    paused: "quiet",
    interrupted: "wrong",
    completed: run.counts.failed + run.counts.unknown + (run.pictures_refused ?? 0) > 0 ? "careful" : "good",
    cancelled: "careful",
  };
  return tones[run.status];
}

/** Whether somebody carries it out just now, be it that it pauses or waits. */
export function isGoing({ status }: RunReport): boolean {
  return status === "running" || status === "paused";
}

/** Whether there is something that can be taken back, and nothing that forbids it. */
export function canUndo(run: RunReport): boolean {
  const isAtRest = run.status === "completed" || run.status === "cancelled" || run.status === "interrupted";
  return isAtRest && !run.reduced_at && !run.store_gone && doneOf(run) + run.counts.unknown + run.terms.unknown > 0;
}

/** Whether it stopped before its end and can be gone on with. */
export function canGoOnWith({ status, pending, counts, terms, store_gone: isGone }: RunReport): boolean {
  const isOpen = pending + counts.unknown + terms.unknown > 0;
  return !isGone && (status === "interrupted" || (status === "cancelled" && isOpen));
}
