import { Button, Text, Title } from "@mantine/core";
import { IconClipboard, IconFileSpreadsheet, IconFolderOpen, IconWorld } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import type { RecentFile } from "../../../bindings/RecentFile";
import { Problem } from "../../../components/Problem";
import { Crane } from "../../../components/pictures/pictures";
import { Working } from "../../../components/Working";
import { askAhead, keepAnswer, type Request, useAsk, useDo } from "../../../lib/asking";
import { takeUp, useIsWaiting } from "../../../lib/handed";
import { takeLeft, wasLeft } from "../../../lib/leftAt";
import { type Source, usePlatform } from "../../../platform/platform";
import { Drafts } from "./Drafts";
import { FromWeb, isWebAddress } from "./FromWeb";
import { Recent } from "./Recent";
import styles from "./Start.module.css";

/** Where an import begins: a file that is dropped, chosen, pasted, or that was begun before; or one to try it with. */
export function Start() {
  const { t } = useTranslation();
  const platform = usePlatform();
  const { begin, beginAgain, trySample, isBeginning, error } = useBegin();
  const drafts = useAsk("drafts.list", {});
  const recent = useAsk("drafts.recent", {});
  const isReturning = useReturn(drafts.data, drafts.isError || isBeginning);

  const [address, setAddress] = useState<string | null>(null);
  // One address alone is no table: it is offered to be fetched.
  const paste = useCallback(
    (pasted: string) => (isWebAddress(pasted) ? setAddress(pasted.trim()) : begin({ pasted })),
    [begin],
  );

  const choose = async () => {
    const source = await platform.pickTable();
    if (source) {
      begin(source);
    }
  };
  useEffect(() => {
    const take = (event: ClipboardEvent) => {
      const isInField =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, [contenteditable]");
      const pasted = event.clipboardData?.getData("text/plain") ?? "";
      if (!isInField && pasted.trim() !== "") {
        event.preventDefault();
        paste(pasted);
      }
    };
    window.addEventListener("paste", take);
    return () => window.removeEventListener("paste", take);
  }, [paste]);

  if (isReturning) {
    return null;
  }
  return (
    <div className={styles.room}>
      <section className={styles.place} aria-busy={isBeginning}>
        <Crane />
        <Title order={1}>{t("importing.start.title")}</Title>
        <Text className={styles.about}>{t("importing.start.about")}</Text>
        {isBeginning ? (
          <Working label={t("importing.start.opening")} />
        ) : address !== null ? (
          <FromWeb
            address={address}
            onAddress={setAddress}
            onFetched={(upload) => begin({ upload })}
            onClose={() => setAddress(null)}
          />
        ) : (
          <div className={styles.ways}>
            <Button size="md" leftSection={<IconFolderOpen size={18} />} onClick={() => void choose()}>
              {t("importing.start.choose")}
            </Button>
            <Button
              size="md"
              variant="default"
              leftSection={<IconClipboard size={18} />}
              onClick={() => {
                navigator.clipboard.readText().then(
                  paste,
                  // Where the clipboard may not be read unasked, the keys still paste.
                  () => begin({ pasted: "" }),
                );
              }}
            >
              {t("importing.start.paste")}
            </Button>
            <Button size="md" variant="subtle" leftSection={<IconWorld size={18} />} onClick={() => setAddress("")}>
              {t("importing.start.web")}
            </Button>
          </div>
        )}
        {!isBeginning && (
          <div className={styles.sample}>
            <Button variant="subtle" leftSection={<IconFileSpreadsheet size={18} />} onClick={trySample}>
              {t("importing.start.sample")}
            </Button>
            <Text size="sm" className={styles.about ?? ""}>
              {t("importing.start.sample_about")}
            </Text>
          </div>
        )}
        {error && (
          <div className={styles.problem}>
            <Problem error={error} />
          </div>
        )}
      </section>
      <Drafts drafts={drafts.data ?? []} />
      <Recent files={recent.data ?? []} isBusy={isBeginning} onTake={beginAgain} />
    </div>
  );
}

/** The window opens where it was closed: at the import that was open, where it is still there and nothing else is wanted. */
function useReturn(drafts: readonly DraftShown[] | undefined, isOff: boolean): boolean {
  const navigate = useNavigate();
  const [isReturning, setReturning] = useState(wasLeft);
  useEffect(() => {
    if (!isReturning || !(drafts || isOff)) {
      return;
    }
    const left = takeLeft();
    if (left !== null && !isOff && drafts?.some(({ draft }) => draft === left)) {
      void navigate({ to: "/import/$draft", params: { draft: String(left) }, replace: true });
    } else {
      setReturning(false);
    }
  }, [drafts, isOff, isReturning, navigate]);
  return isReturning && !isOff;
}

/** Begins a draft of whatever is handed over and goes to it. */
function useBegin() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const platform = usePlatform();
  const { mutate, isPending, error } = useDo("drafts.begin");
  const practice = useDo("practice.start");
  const isWaiting = useIsWaiting();
  const begun = useCallback(
    (request: Request<"drafts.begin">) => {
      mutate(request, {
        onSuccess: (shown) => {
          const { draft } = shown;
          // What its page will ask first is known, or asked while the page is being made.
          void keepAnswer(queries, "drafts.show", { draft }, shown);
          askAhead(queries, platform, "drafts.columns", { draft });
          void navigate({ to: "/import/$draft", params: { draft: String(draft) } });
        },
      });
    },
    [mutate, navigate, queries, platform],
  );
  const begin = useCallback(
    (source: Source) => begun({ source: "upload" in source ? { upload: source.upload } : source }),
    [begun],
  );
  const beginAgain = useCallback(({ recent }: RecentFile) => begun({ source: { recent } }), [begun]);
  // The sample goes into the practice store: there it can do no harm.
  const trySample = () =>
    practice.mutate(
      { name: t("stores.practice.name") },
      { onSuccess: ({ store }) => begun({ source: { sample: "price_list" }, store }) },
    );
  useEffect(() => {
    const source = isWaiting ? takeUp() : null;
    if (source) {
      begin(source);
    }
  }, [isWaiting, begin]);
  return { begin, beginAgain, trySample, isBeginning: isPending || practice.isPending, error: error ?? practice.error };
}
