import { Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { WatchedShown } from "../../bindings/WatchedShown";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { Sign, type Tone } from "../../components/Sign";
import { useAsk } from "../../lib/asking";
import { useManner } from "../../lib/format";
import { useSaid } from "../../lib/said";
import styles from "./Arrivals.module.css";

const TONES: Record<string, Tone> = {
  imported: "good",
  resumed: "good",
  known: "quiet",
  failed: "wrong",
  unrecognised: "careful",
  unreadable: "wrong",
};

/** The folders below the watched one where files lie that were not brought in. */
const PLACES: Record<string, "failed" | "unrecognised"> = { failed: "failed", unrecognised: "unrecognised" };

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
            {arrival.run !== null && (
              <Link to="/history/$run" params={{ run: String(arrival.run) }} className={styles.link}>
                {t("watching.see")}
              </Link>
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
