import { Button, Collapse, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StoreInfo } from "../../bindings/StoreInfo";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { useDo } from "../../lib/asking";
import { Choice } from "./Choice";
import { KeyFields } from "./KeyFields";
import { WordPressFields } from "./WordPressFields";

interface ChangeStoreProps {
  store: StoreInfo;
  onClose: () => void;
  /** Another key is kept for the store of this name. */
  onOtherKey: (name: string) => void;
}

/** What a store is called, its key, who uploads pictures to it, and how often it is asked. */
export function ChangeStore({ store, onClose, onOtherKey }: ChangeStoreProps) {
  const { t } = useTranslation();
  const tryKey = useDo("stores.try");
  const change = useDo("stores.change");
  const signIn = useDo("stores.sign_in");
  const [name, setName] = useState(store.name);
  const [isOtherKey, setIsOtherKey] = useState(false);
  const [key, setKey] = useState("");
  const [secret, setSecret] = useState("");
  const [speed, setSpeed] = useState<number | null>(store.speed === "usual" ? null : store.speed.per_second);
  const [uploads, setUploads] = useState(store.wordpress_user !== undefined);
  const [user, setUser] = useState(store.wordpress_user ?? "");
  const [password, setPassword] = useState("");
  const called = name.trim();
  const signsIn = user.trim();
  // A name that somebody has a password for needs none again.
  const isKept = store.wordpress_user !== undefined && store.wordpress_user === signsIn;
  const isSignedInAnew = uploads ? !isKept || password.trim() !== "" : store.wordpress_user !== undefined;
  const pair = { key: key.trim(), secret: secret.trim() };
  const isUploaderWhole = !uploads || (signsIn !== "" && (isKept || password.trim() !== ""));
  const isWhole = called !== "" && (!isOtherKey || (pair.key !== "" && pair.secret !== "")) && isUploaderWhole;

  const save = () =>
    change.mutate(
      {
        name: store.name,
        ...(called !== store.name ? { new_name: called } : {}),
        ...(isOtherKey ? pair : {}),
        speed: speed === null ? "usual" : { per_second: speed },
      },
      {
        onSuccess: () => {
          onClose();
          if (isOtherKey) {
            onOtherKey(called);
          }
        },
      },
    );
  /** A user who may not upload is not kept, and then nothing else is. */
  const signInFirst = (then: () => void) =>
    isSignedInAnew
      ? signIn.mutate(
          uploads
            ? { name: store.name, user: signsIn, ...(password.trim() ? { password: password.trim() } : {}) }
            : { name: store.name },
          { onSuccess: then },
        )
      : then();
  const submit = () => {
    // A key that does not fit is not kept. Where the shop has an authority of its own, only the test can ask it.
    if (isOtherKey && !store.has_authority) {
      tryKey.mutate({ url: store.url, ...pair }, { onSuccess: (tried) => tried.can_be_added && signInFirst(save) });
    } else {
      signInFirst(save);
    }
  };
  const refused = tryKey.data?.can_be_added ? null : tryKey.data?.steps.find(({ error }) => error)?.error;
  const problem = tryKey.error ?? signIn.error ?? change.error ?? refused;
  return (
    <Dialog opened onClose={onClose} title={t("stores.change_title", { name: store.name })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <TextInput
            label={t("stores.adding.name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Choice
            label={t("stores.adding.keys")}
            value={isOtherKey ? "other" : "same"}
            onChange={(value) => setIsOtherKey(value === "other")}
            ways={{ same: t("stores.key_same"), other: t("stores.key_other") }}
          />
          <Collapse expanded={isOtherKey}>
            {isOtherKey && <KeyFields name={key} secret={secret} onName={setKey} onSecret={setSecret} />}
          </Collapse>
          <Choice
            label={t("stores.wordpress")}
            value={uploads ? "user" : "nobody"}
            onChange={(value) => setUploads(value === "user")}
            ways={{ nobody: t("stores.wordpress_nobody"), user: t("stores.wordpress_somebody") }}
          />
          <Collapse expanded={uploads}>
            {uploads && (
              <WordPressFields
                user={user}
                password={password}
                isKept={isKept}
                onUser={setUser}
                onPassword={setPassword}
              />
            )}
          </Collapse>
          <Choice
            label={t("stores.speed")}
            value={speed === null ? "usual" : "own"}
            onChange={(value) => setSpeed(value === "usual" ? null : 5)}
            ways={{ usual: t("stores.speed_usual"), own: t("stores.speed_own") }}
          />
          {speed !== null && (
            <NumberInput
              label={t("stores.per_second")}
              value={speed}
              min={1}
              max={100}
              allowDecimal={false}
              onChange={(value) => setSpeed(Math.min(100, Math.max(1, Number(value) || 1)))}
            />
          )}
          {problem && <Problem error={problem} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("everywhere.cancel")}
            </Button>
            <Button
              type="submit"
              loading={tryKey.isPending || signIn.isPending || change.isPending}
              disabled={!isWhole}
            >
              {t("everywhere.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
