import { Button, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedValue, useHotkeys } from "@mantine/hooks";
import { IconArrowBackUp, IconArrowForwardUp, IconSearch } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Foot } from "../../../components/Foot";
import { Problem } from "../../../components/Problem";
import { Working } from "../../../components/Working";
import { useStoreName } from "../../../lib/storeName";
import { useDecide } from "../columns/useDecide";
import styles from "../Step.module.css";
import { before } from "../step";
import { useGoTo } from "../useGoTo";
import { type CellAt, CellEditor } from "./CellEditor";
import own from "./Check.module.css";
import { CheckGrid } from "./CheckGrid";
import { useEarly } from "./early";
import { type IssueName, Issues } from "./Issues";
import { useChecking } from "./useChecking";
import { useEdits } from "./useEdits";
import { usePlanning } from "./usePlanning";

const route = getRouteApi("/import/$draft");

/** The rows in a grid: what is wrong in them, counted by kind, and mended in place. */
export function Check({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const nameOf = useStoreName();
  const { goTo } = useGoTo(draft);
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const checking = useChecking(draft);
  const edits = useEdits(draft);
  const planning = usePlanning(draft);
  const [cell, setCell] = useState<CellAt | null>(null);
  const [typed, setTyped] = useState(filter.text ?? "");
  const [text] = useDebouncedValue(typed, 250);
  useEffect(() => {
    void navigate({ search: (present) => ({ ...present, text: text || undefined }), replace: true });
  }, [text, navigate]);
  useHotkeys([
    ["mod+Z", edits.undo],
    ["mod+shift+Z", edits.redo],
    ["mod+Y", edits.redo],
  ]);

  const decided = useDecide(draft);
  const early = useEarly(draft.draft);
  const version = edits.version + checking.version;
  const only = ({ code, column }: IssueName) => ({ issue: code, column: column ?? undefined, text: filter.text });

  const checked = checking.checked;
  // A kind of which nothing is left needs no looking at: all rows are shown again.
  const isGone =
    filter.issue !== undefined &&
    checked?.is_current === true &&
    !checked.issues.some(({ code, column }) => code === filter.issue && (column ?? undefined) === filter.column);
  useEffect(() => {
    if (isGone) {
      void navigate({ search: (present) => ({ ...present, issue: undefined, column: undefined }), replace: true });
    }
  }, [isGone, navigate]);
  const back = before({ name: "check", draft });
  const goodRows = checked ? checked.rows - checked.rows_out : 0;
  const error = edits.error ?? planning.error ?? decided.error;
  return (
    <div className={styles.step}>
      <div className={`${styles.body} ${styles.left} ${cell ? own.editing : ""}`}>
        <aside className={styles.aside}>
          {cell ? (
            <CellEditor
              key={`${cell.row}/${cell.column}`}
              draft={draft}
              at={cell}
              onWrite={edits.write}
              onClose={() => setCell(null)}
            />
          ) : (
            <Issues
              draft={draft}
              checking={checking}
              chosen={filter.issue ? { code: filter.issue, column: filter.column ?? null } : null}
              onReach={(issue) => void early.reach(only(issue), version)}
              onChoose={async (issue) => {
                if (issue) {
                  await early.reach(only(issue), version);
                }
                void navigate({
                  search: (present) => ({ ...present, issue: issue?.code, column: issue?.column ?? undefined }),
                  replace: true,
                });
              }}
              onFix={edits.fix}
              onWriteAll={edits.writeAll}
              onTake={(code) => decided.send({ takes: [...draft.takes, code] })}
              isFixing={edits.isFixing}
            />
          )}
        </aside>
        <section className={styles.main} aria-label={t("importing.check.rows")}>
          <div className={own.tools}>
            <TextInput
              className={own.search ?? ""}
              leftSection={<IconSearch size={16} aria-hidden="true" />}
              placeholder={t("importing.check.search")}
              aria-label={t("importing.check.search")}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button.Group>
              <Tooltip label={t("palette.deed.undo")}>
                <Button
                  variant="default"
                  px="sm"
                  aria-label={t("palette.deed.undo")}
                  disabled={!draft.edits.can_undo}
                  onClick={edits.undo}
                >
                  <IconArrowBackUp size={18} />
                </Button>
              </Tooltip>
              <Tooltip label={t("palette.deed.redo")}>
                <Button
                  variant="default"
                  px="sm"
                  aria-label={t("palette.deed.redo")}
                  disabled={!draft.edits.can_redo}
                  onClick={edits.redo}
                >
                  <IconArrowForwardUp size={18} />
                </Button>
              </Tooltip>
            </Button.Group>
          </div>
          {error && (
            <div className={own.problem}>
              <Problem error={error} />
            </div>
          )}
          {planning.isPlanning ? (
            <div className={own.waiting}>
              <Working
                label={t("importing.check.comparing", { store: nameOf(draft.store ?? "") })}
                progress={planning.progress}
                onStop={planning.stop}
              />
            </div>
          ) : (
            <CheckGrid
              draft={draft}
              filter={{ issue: filter.issue, column: filter.column, text: filter.text }}
              version={version}
              early={early}
              onEdit={edits.edit}
              large={cell}
              onLarge={setCell}
            />
          )}
        </section>
      </div>
      <Foot
        onBack={back ? () => goTo(back) : undefined}
        main={{
          label: t("importing.check.to_changes"),
          onClick: planning.plan,
          disabled: !checked || goodRows === 0,
          loading: planning.isPlanning,
        }}
        note={
          !checked
            ? error === null && t("importing.check.wait")
            : goodRows === 0
              ? t("importing.check.none_good")
              : checked.rows_out > 0 && t("importing.check.rows_out", { out: checked.rows_out, good: goodRows })
        }
      />
    </div>
  );
}
