import { Button, Skeleton, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ArrivalShown } from "../../bindings/ArrivalShown";
import type { WatchedShown } from "../../bindings/WatchedShown";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { Sign, type Tone } from "../../components/Sign";
import { useAsk, useDo } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import styles from "./Arrivals.module.css";

const TONES: Record<string, Tone> = {
  imported: "good",
  resumed: "good",
  known: "quiet",
  empty: "quiet",
  failed: "wrong",
  unrecognised: "careful",
  unreadable: "wrong",
};

/** The folders below the watched one where files lie that were not brought in. */
const PLACES: Record<string, "failed" | "unrecognised"> = { failed: "failed", unrecognised: "unrecognised" };

/** What somebody can do nothing with: there is nothing in it to import. */
const NOTHING_IN_IT: readonly string[] = ["file_empty", "file_stayed_empty", "not_a_table", "no_rows"];

function canBeImported({ lies, error }: ArrivalShown): boolean {
  return lies !== null && !NOTHING_IN_IT.includes(error?.code ?? "");
}

/** The latest that came into a folder, and what became of it. */
export function Arrivals({ folder, onClose }: { folder: WatchedShown; onClose: () => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const page = useAsk("watched.arrivals", { watched: folder.watched, from: 0, count: 200 });
  return (
    <Dialog opened onClose={onClose} size="lg" title={t("watching.arrivals_of", { folder: folder.folder })}>
      {page.error && <Problem error={page.error} />}
      {!page.data && !page.error && <Skeleton h={200} />}
      <ul className={styles.arrivals}>
        {page.data?.arrivals.map((arrival) => (
          <li key={`${arrival.at}/${arrival.file}`} className={styles.arrival}>
            <strong>{arrival.file}</strong>
            <Text size="sm" c="dimmed">
              {manner.moment(arrival.at)}
            </Text>
            <Sign tone={TONES[arrival.what] ?? "quiet"}>{t(`watching.what.${arrival.what}` as never)}</Sign>
            {arrival.error && <Text size="sm">{said("errors", arrival.error.code, arrival.error.params)}</Text>}
            {arrival.error && said.knows("hints", arrival.error.code) && (
              <Text size="sm" c="dimmed">
                {said("hints", arrival.error.code, arrival.error.params)}
              </Text>
            )}
            {PLACES[arrival.what] && (
              <Text size="sm" c="dimmed">
                {t("watching.went", { place: PLACES[arrival.what] ?? "" })}
              </Text>
            )}
            {canBeImported(arrival) && <ByHand arrival={arrival} store={folder.store} />}
            {arrival.needs_you && <Settle arrival={arrival} />}
            {arrival.run !== null && (
              <Link to="/history/$run" params={{ run: String(arrival.run) }} className={styles.link}>
                {t("watching.see")}
              </Link>
            )}
            {!!arrival.warnings && (
              <Text size="sm" c="dimmed">
                {t("watching.warnings", { count: arrival.warnings })}
              </Text>
            )}
            {arrival.rejects && (
              <Text size="sm" c="dimmed">
                {t("watching.rejects", { file: arrival.rejects })}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

/** Begins an import of a file that was put aside: whoever imports it decides what its columns are for. */
function ByHand({ arrival, store }: { arrival: ArrivalShown; store: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const begin = useDo("drafts.begin");
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={begin.isPending}
        onClick={() =>
          begin.mutate(
            { source: { arrived: arrival.arrival }, store },
            { onSuccess: ({ draft }) => void navigate({ to: "/import/$draft", params: { draft: String(draft) } }) },
          )
        }
      >
        {t("watching.by_hand")}
      </Button>
      {begin.error && <Problem error={begin.error} />}
    </>
  );
}

/** Notes that nothing more is to be done about a file: the folder asks for nobody any longer because of it. */
function Settle({ arrival }: { arrival: ArrivalShown }) {
  const { t } = useTranslation();
  const settle = useDo("watched.settle");
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={settle.isPending}
        onClick={() => settle.mutate({ arrival: arrival.arrival })}
      >
        {t("watching.settle")}
      </Button>
      {settle.error && <Problem error={settle.error} />}
    </>
  );
}
