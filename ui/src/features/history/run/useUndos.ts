// By which runs was a run taken back, whole or in part, as far as that still holds?

import type { RunReport } from "../../../bindings/RunReport";
import { useAsk } from "../../../lib/asking";
import { STANDS } from "../search";
import { doneOf } from "../telling";

export function useUndos(run: RunReport, number: number): RunReport[] {
  const undos = useAsk(
    "runs.list",
    { from: 0, count: 5, undoes: number, standing: true, statuses: [...STANDS.all] },
    { enabled: doneOf(run) > 0 },
  );
  return (undos.data?.runs ?? []).filter((undo) => undo.run !== null && doneOf(undo) > 0);
}
