// The same once more with another file: an import that begins with this run's store and profile.

import { useNavigate } from "@tanstack/react-router";
import type { RunReport } from "../../../bindings/RunReport";
import { useDo } from "../../../lib/asking";
import { usePlatform } from "../../../platform/platform";

export function useRepeat(run: RunReport | undefined) {
  const platform = usePlatform();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useDo("drafts.begin");
  const begin = async () => {
    const source = await platform.pickTable();
    if (source && run) {
      mutate(
        {
          source: "upload" in source ? { upload: source.upload } : source,
          store: run.store,
          profile: run.profile ?? null,
        },
        { onSuccess: ({ draft }) => void navigate({ to: "/import/$draft", params: { draft: String(draft) } }) },
      );
    }
  };
  return { begin: () => void begin(), isBeginning: isPending, error };
}
