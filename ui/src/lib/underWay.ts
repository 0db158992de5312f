import type { RunReport } from "../bindings/RunReport";

/** How often a run that goes on is looked at even where no event comes, in milliseconds. */
const PAUSE = 1500;

/** When a run is to be asked for again by itself: no lost event leaves its page standing. */
export function whileUnderWay(run: RunReport | undefined): number | false {
  return run?.now || run?.status === "running" || run?.status === "paused" ? PAUSE : false;
}
