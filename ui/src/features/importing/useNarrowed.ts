// What the table of a step is narrowed to: in the address while it is looked at, and kept with the draft, so that it is
// there again after a step back, another room, or a restart.

import { useDebouncedValue } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { DraftShown } from "../../bindings/DraftShown";
import { AFTER_ROWS } from "../../components/grid/kinds";
import { useDo } from "../../lib/asking";
import { stepOf, viewOf } from "./step";

const route = getRouteApi("/import/$draft");

/** A search as a text: the same for the same filters, in whatever order they come. */
function textOf(search: object): string {
  const said = Object.entries(search).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(said.sort(([one], [other]) => (one < other ? -1 : 1))));
}

/** Whether the address has what the present step was narrowed to; the step is shown from then on. */
export function useNarrowed(draft: DraftShown | undefined): boolean {
  const queries = useQueryClient();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { mutate } = useDo("drafts.save_view");
  /** The step whose filters the address has. */
  const [standing, setStanding] = useState<string | null>(null);
  const step = draft && stepOf(draft).name;
  const place = draft && `${draft.draft}/${step}`;
  const now = textOf(search);
  const [settled] = useDebouncedValue(now, AFTER_ROWS);
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

  useEffect(() => {
    if (!draft || !step || place !== standing || now !== settled || now === kept) {
      return;
    }
    const view = viewOf(draft);
    const narrowed = { ...view.narrowed, [step]: JSON.parse(now) };
    mutate(
      { draft: draft.draft, step: draft.step, view: { ...view, narrowed } },
      { onSuccess: (shown) => queries.setQueryData(["drafts.show", { draft: draft.draft }], shown) },
    );
  }, [draft, step, place, standing, now, settled, kept, mutate, queries]);

  return place !== undefined && place === standing;
}
