import { Button, Group, Skeleton, Text, Textarea, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftCellShown } from "../../../bindings/DraftCellShown";
import type { DraftShown } from "../../../bindings/DraftShown";
import { BackLink } from "../../../components/BackLink";
import { Problem } from "../../../components/Problem";
import { keepAnswer, useAsk } from "../../../lib/asking";
import { useManner } from "../../../lib/format";
import { useSaid } from "../../../lib/said";
import styles from "./CellEditor.module.css";

export interface CellAt {
  row: number;
  column: number;
}

interface CellEditorProps {
  draft: DraftShown;
  at: CellAt;
  /** Writes the cell over; nothing gives the file's own text back. */
  onWrite: (at: CellAt, text: string | null) => Promise<unknown>;
  onClose: () => void;
}

/** After so long without a key what was typed is kept, in milliseconds. */
const REST = 1_200;

/** A cell whose text is long or has several lines, whole. What is typed is kept by itself. */
export function CellEditor({ draft, at, onWrite, onClose }: CellEditorProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const manner = useManner();
  const queries = useQueryClient();
  const request = { draft: draft.draft, ...at };
  const cell = useAsk("drafts.cell", request);
  const column = useAsk("drafts.columns", { draft: draft.draft }).data?.columns[at.column];
  const kept = cell.data ? (cell.data.edited ?? cell.data.own) : null;
  /** What was typed and is not kept yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? kept ?? "";

  const latest = useRef({ typed, kept, onWrite });
  latest.current = { typed, kept, onWrite };
  const { draft: of } = draft;
  const { row, column: place } = at;
  /** What is on its way to be kept. */
  const sent = useRef<string | null>(null);
  const keep = useCallback(async () => {
    const { typed: wanted, kept: present, onWrite: write } = latest.current;
    if (wanted === null || wanted === present || wanted === sent.current) {
      return;
    }
    sent.current = wanted;
    try {
      await write({ row, column: place }, wanted);
    } catch {
      // Why not is told where the rows are; what was typed stays here.
      return;
    } finally {
      sent.current = null;
    }
    await keepAnswer(queries, "drafts.cell", { draft: of, row, column: place }, (shown) =>
      shown ? ({ ...shown, edited: wanted } satisfies DraftCellShown) : shown,
    );
    setTyped((now) => (now === wanted ? null : now));
  }, [queries, of, row, place]);

  useEffect(() => {
    if (typed !== null) {
      const wait = setTimeout(() => void keep(), REST);
      return () => clearTimeout(wait);
    }
  }, [typed, keep]);
  // Whoever goes elsewhere has typed it all the same.
  useEffect(() => () => void keep(), [keep]);

  const name = column?.name || t("importing.column_number", { number: at.column + 1 });
  return (
    <div className={styles.editor}>
      <BackLink label={t("importing.cell.close")} onClick={onClose} />
      <div>
        <Title order={2} className={styles.name ?? ""}>
          {name}
        </Title>
        <Text size="sm" c="dimmed">
          {[column?.field && said.field(column.field), t("everywhere.row_number", { row: manner.number(at.row) })]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      </div>
      {cell.error && <Problem error={cell.error} />}
      {cell.isPending && <Skeleton h={240} />}
      {cell.data && (
        <>
          <Textarea
            classNames={{ root: styles.root ?? "", wrapper: styles.wrapper ?? "", input: styles.input ?? "" }}
            aria-label={t("importing.cell.text", { column: name })}
            data-autofocus
            autoFocus
            spellCheck={false}
            value={text}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={() => void keep()}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                event.stopPropagation();
                onClose();
              }
            }}
          />
          <Group justify="space-between" gap="sm">
            <Text size="sm" c="dimmed" aria-live="polite">
              {typed === null || typed === kept
                ? t("importing.cell.letters", { count: text.length })
                : t("importing.cell.not_kept")}
            </Text>
            {(cell.data.edited !== null || typed !== null) && text !== cell.data.own && (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  setTyped(null);
                  latest.current.typed = null;
                  void onWrite(at, null).catch(() => {});
                }}
              >
                {t("importing.cell.own")}
              </Button>
            )}
          </Group>
        </>
      )}
    </div>
  );
}
