// The same once more with another file: an import that begins with this run's store and profile.

import { useNavigate } from "@tanstack/react-router";
import type { RunReport } from "../../../bindings/RunReport";
import { useDo } from "../../../lib/asking";
import { type Source, usePlatform } from "../../../platform/platform";

export function useRepeat(run: RunReport | undefined) {
  const platform = usePlatform();
  const navigate = useNavigate();
  const { mutate, isPending, error } = useDo("drafts.begin");
  const fetched = useDo("files.fetch");
  const beginWith = (source: Source) => {
    if (run) {
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
  const begin = async () => {
    const source = await platform.pickTable();
    if (source) {
      beginWith(source);
    }
  };
  // Where a key in the address was not kept, it has to be given again.
  const address = run?.from?.is_whole ? run.from.address : null;
  const fetchAgain = address
    ? () => fetched.mutate({ address }, { onSuccess: ({ upload }) => beginWith({ upload }) })
    : null;
  return {
    begin: () => void begin(),
    fetchAgain,
    isBeginning: isPending || fetched.isPending,
    error: error ?? fetched.error,
  };
}
