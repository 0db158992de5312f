// What somebody edited after the run, and what is decided about it.

import { useQuery } from "@tanstack/react-query";
import { type ApiError, usePlatform } from "../../../platform/platform";
import { type Edited, editedIn } from "./usePlanUndo";

export interface EditedAll {
  all: Edited[];
  error: ApiError | null;
  isPending: boolean;
}

const NOTHING: Edited[] = [];

export function useEdited(plan: number, edited: number | undefined): EditedAll {
  const platform = usePlatform();
  const { data, error, isLoading } = useQuery<Edited[], ApiError>({
    queryKey: ["undo.edited", plan, edited],
    queryFn: () => editedIn(platform, plan, edited ?? 0),
    enabled: edited !== undefined,
  });
  return { all: data ?? NOTHING, error, isPending: isLoading };
}
