import { Button, Skeleton, Text, Title } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Reject } from "../bindings/Reject";
import { useAsk, useDo } from "../lib/asking";
import { useManner } from "../lib/format";
import { useSaid } from "../lib/said";
import { templates } from "../lib/templates";
import { usePlatform } from "../platform/platform";
import { BackLink } from "./BackLink";
import { reasonOf } from "./changes/why";
import { Problem } from "./Problem";
import styles from "./RowsOut.module.css";

const PAGE = 100;
/** The program gives so many at most; the saved file has all. */
const MOST = 1000;

interface RowsOutProps {
  run: number;
  onBack: () => void;
  /** What there is so many of before a run; then something else than saving them is the main thing to do. */
  title?: ((count: number) => string) | undefined;
  /** The columns by which a row is known: they stand first. */
  first?: readonly number[] | undefined;
}

const NONE: readonly number[] = [];

/** The rows that stayed out, each with its reason; saved, mended and imported again they go in. */
export function RowsOut({ run, onBack, title, first = NONE }: RowsOutProps) {
  const { t, i18n } = useTranslation();
  const manner = useManner();
  const platform = usePlatform();
  const [count, setCount] = useState(PAGE);
  const rows = useAsk("runs.rejects", { run, after: 0, count }, { keep: true });
  const save = useDo("runs.save_rejects");
  const told = rows.data;
  useHotkeys([["Escape", onBack]]);
  const others = (told?.columns ?? []).map((_, column) => column).filter((column) => !first.includes(column));
  const order = [...first.filter((column) => told && column < told.columns.length), ...others];
  const write = async () => {
    const file = await platform.pickPlace(t("history.rows.file", { run }));
    if (file) {
      const { issues, skips } = i18n.getResourceBundle(i18n.language, "translation") as Record<
        string,
        Record<string, string>
      >;
      save.mutate({
        run,
        file,
        words: {
          ...templates({ ...issues, ...skips }),
          store_refused: t("everywhere.shop_says", { message: "{message}" }),
        },
      });
    }
  };
  const error = rows.error ?? save.error;
  return (
    <>
      <header className={styles.header}>
        <div className={styles.words}>
          <BackLink label={t("history.run.to_records")} onClick={onBack} />
          <Title order={2}>
            {!told ? (
              <Skeleton h={24} w={220} />
            ) : title ? (
              title(told.total)
            ) : (
              t("history.rows.title", { count: told.total })
            )}
          </Title>
          <Text size="sm" c="dimmed">
            {save.data
              ? t("history.rows.saved", { count: save.data.rows })
              : t("history.rows.about", { count: told?.total ?? 2 })}
          </Text>
        </div>
        <Button
          variant={title ? "default" : "filled"}
          leftSection={<IconDownload size={18} aria-hidden="true" />}
          loading={save.isPending}
          disabled={!told || told.total === 0}
          onClick={() => void write()}
        >
          {t("history.rows.save")}
        </Button>
      </header>
      {error && <Problem error={error} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard too */}
      <section className={styles.scrolls} tabIndex={0} aria-label={t("history.run.rows")}>
        {!told && !error && <Skeleton h={240} m="md" />}
        {told && told.rejects.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col" className={styles.line}>
                  {t("history.rows.line")}
                </th>
                <th scope="col">{t("history.why.title")}</th>
                {order.map((column) => (
                  <th key={column} scope="col">
                    {told.columns[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {told.rejects.map((reject) => (
                <Row
                  key={reject.row}
                  reject={reject}
                  order={order}
                  number={manner.number(reject.row)}
                  line={manner.number(reject.line)}
                />
              ))}
            </tbody>
          </table>
        )}
        {told && told.rejects.length < Math.min(told.total, MOST) && (
          <div className={styles.more}>
            <Button variant="default" loading={rows.isFetching} onClick={() => setCount(count + PAGE)}>
              {t("history.rows.more")}
            </Button>
          </div>
        )}
        {told && told.rejects.length >= MOST && told.total > MOST && (
          <Text size="sm" c="dimmed" p="md">
            {t("history.rows.only", { shown: manner.number(MOST) })}
          </Text>
        )}
      </section>
    </>
  );
}

function Row({
  reject,
  order,
  number,
  line,
}: {
  reject: Reject;
  order: readonly number[];
  number: string;
  line: string;
}) {
  const { t } = useTranslation();
  const said = useSaid();
  const concerned = new Set(reject.issues.map(({ column }) => column));
  return (
    <tr>
      <td className={styles.line} title={t("history.rows.of_line", { line })}>
        {number}
      </td>
      <td className={styles.why}>
        {reject.issues.map(({ code, params }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they stay where they are
          <span key={index}>{reasonOf(t, said, code, Object.fromEntries(params ?? []))}</span>
        ))}
      </td>
      {order.map((column) => (
        <td
          key={column}
          className={styles.cell}
          title={reject.cells[column]}
          data-theirs
          data-wrong={concerned.has(column) || undefined}
        >
          {reject.cells[column] ?? ""}
        </td>
      ))}
    </tr>
  );
}
