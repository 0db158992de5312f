// What the table of a step is narrowed to: in the address while it is looked at, and kept with the draft, so that it is
// there again after a step back, another room, or a restart.

import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import type { DraftShown } from "../../bindings/DraftShown";
import { AFTER_ROWS } from "../../components/grid/kinds";
import { keepAnswer, type Request } from "../../lib/asking";
import { usePlatform } from "../../platform/platform";
import { narrowedTo, stepOf, textOf, viewOf } from "./step";

const route = getRouteApi("/import/$draft");

/** Whether the address has what the present step was narrowed to; the step is shown from then on. */
export function useNarrowed(draft: DraftShown | undefined): boolean {
  const platform = usePlatform();
  const queries = useQueryClient();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  /** The step whose filters the address has. */
  const [standing, setStanding] = useState<string | null>(null);
  /** What is to be kept, and not yet. */
  const unkept = useRef<Request<"drafts.save_view"> | null>(null);
  const step = draft && stepOf(draft).name;
  const place = draft && `${draft.draft}/${step}`;
  const now = textOf(search);
  const kept = draft && step && textOf(viewOf(draft).narrowed?.[step] ?? {});

  useEffect(() => {
    if (!place || place === standing) {
      return;
    }
    // An address that somebody came with counts more than what was kept.
    if (now === kept || (standing === null && now !== "{}")) {
      setStanding(place);
    } else {
      void navigate({ search: JSON.parse(kept ?? "{}"), replace: true }).then(() => setStanding(place));
    }
  }, [place, standing, now, kept, navigate]);

  const keep = useCallback(() => {
    const request = unkept.current;
    unkept.current = null;
    if (request) {
      const { draft, view = null } = request;
      void keepAnswer(queries, "drafts.show", { draft }, (shown) => shown && { ...shown, view });
      // Then it is as it was after a restart.
      platform.ask("drafts.save_view", request).catch(() => {});
    }
  }, [platform, queries]);

  useEffect(() => {
    if (unkept.current?.draft !== draft?.draft) {
      keep();
    }
    const isKept = !draft || place !== standing || now === kept;
    unkept.current = isKept ? null : { draft: draft.draft, step: draft.step, view: narrowedTo(draft, JSON.parse(now)) };
    const later = setTimeout(keep, AFTER_ROWS);
    return () => clearTimeout(later);
  }, [draft, place, standing, now, kept, keep]);

  // Whoever goes to another room at once finds the step as it was left, too.
  useEffect(() => keep, [keep]);

  return place !== undefined && place === standing;
}
