// Leaving records or fields out of a plan, and taking them in again.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useDo } from "../../../lib/asking";

export function useChoose(run: number) {
  const queries = useQueryClient();
  const { mutate, error } = useDo("runs.choose");
  const [version, setVersion] = useState(0);
  const settled = useCallback(() => {
    for (const name of ["runs.show", "runs.summary"]) {
      void queries.invalidateQueries({ queryKey: [name, { run }] });
    }
    setVersion((present) => present + 1);
  }, [queries, run]);
  return {
    fields: (field: string, take: boolean) => mutate({ run, fields: [field], take }, { onSuccess: settled }),
    record: useCallback(
      (change: number, take: boolean) => mutate({ run, changes: [change], take }, { onSuccess: settled }),
      [mutate, run, settled],
    ),
    error,
    version,
  };
}
