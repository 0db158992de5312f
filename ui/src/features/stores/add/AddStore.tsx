import { Anchor, Button, SegmentedControl, Space, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretPlace } from "../../../bindings/SecretPlace";
import { Problem } from "../../../components/Problem";
import { Sign } from "../../../components/Sign";
import { Working } from "../../../components/Working";
import { useDo } from "../../../lib/asking";
import { useSaid } from "../../../lib/said";
import type { Picked } from "../../../platform/platform";
import { KeyFields } from "../KeyFields";
import styles from "./AddStore.module.css";
import { Authority } from "./Authority";
import { troubleWith } from "./address";
import { KeyPicture } from "./KeyPicture";
import { TestSteps } from "./TestSteps";

/** What is wrong with a certificate that the shop's own authority may mend. */
const AUTHORITY = new Set([
  "store_certificate_untrusted",
  "store_authority_invalid",
  "store_no_trusted_authorities",
  "store_tls_failed",
  "ca_file_unreadable",
]);

/** Adding a shop: its address, where to find its keys, and a test that says at which point something is in the way. */
export function AddStore() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const said = useSaid();
  const test = useDo("stores.try");
  const add = useDo("stores.add");
  const change = useDo("stores.change");
  const [url, setUrl] = useState("");
  /** Nobody is told that an address is wrong who is still typing it. */
  const [hasLeft, setHasLeft] = useState(false);
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const [secret, setSecret] = useState("");
  const [place, setPlace] = useState<SecretPlace>("keychain");
  const [authority, setAuthority] = useState<Picked | null>(null);

  const called = name.trim() || nameFrom(url);
  const trouble = url.trim() === "" ? null : troubleWith(url);
  const isKeyWhole = key.trim() !== "" && secret.trim() !== "";
  const needed = url.trim() === "" ? "address" : trouble ? "trouble" : isKeyWhole ? null : "key";
  const store = { url: url.trim(), key: key.trim(), secret: secret.trim(), ca_file: authority?.file ?? null };
  const addTo = (kept: SecretPlace) =>
    add.mutate({ ...store, name: called, keep_secret_in: kept }, { onSuccess: () => setSecret("") });
  /** What was found out holds for what it was asked with. */
  const forget = () => {
    if (!test.isPending && !add.isPending && !add.isSuccess) {
      test.reset();
      add.reset();
    }
  };
  /** A store that was added with a key that does too little gets another one in this place. */
  const kept = change.data ?? add.data;
  const keepKey = () =>
    kept &&
    change.mutate(
      { name: kept.name, ...(called !== kept.name ? { new_name: called } : {}), key: store.key, secret: store.secret },
      { onSuccess: () => setSecret("") },
    );
  const submit = () => {
    if (!kept) {
      add.reset();
    }
    test.mutate(store, { onSuccess: (tried) => tried.can_be_added && (kept ? keepKey() : addTo(place)) });
  };
  const tried = test.data;
  const wrong = tried?.steps.find(({ error }) => error)?.error ?? null;
  const problem = test.error ?? add.error ?? change.error ?? (tried?.can_be_added ? null : wrong);
  const isAtWork = test.isPending || add.isPending || change.isPending;
  const isDone = kept !== undefined && !isAtWork && !problem && wrong === null;
  return (
    <div className={styles.room}>
      <header>
        <Anchor component={Link} to="/stores" size="sm" className={styles.back ?? ""}>
          <IconArrowLeft size={14} aria-hidden="true" /> {t("stores.title")}
        </Anchor>
        <Title order={1}>{t("stores.adding.title")}</Title>
      </header>
      <form
        className={styles.sheet}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={styles.fields}>
          <section>
            <Title order={2}>{t("stores.adding.address")}</Title>
            <TextInput
              mt="sm"
              label={t("stores.adding.url")}
              description={t("stores.adding.url_about")}
              placeholder={t("stores.adding.url_example")}
              value={url}
              error={
                hasLeft && trouble && t(`stores.adding.wrong.${trouble}`, { example: t("stores.adding.url_example") })
              }
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              readOnly={kept !== undefined}
              onChange={(event) => {
                setUrl(event.currentTarget.value);
                forget();
              }}
              onBlur={() => setHasLeft(true)}
            />
            <TextInput
              mt="md"
              label={t("stores.adding.name")}
              placeholder={nameFrom(url)}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </section>
          <section>
            <Title order={2}>{t("stores.adding.keys")}</Title>
            <Space h="sm" />
            <KeyFields
              name={key}
              secret={secret}
              onName={(name) => {
                setKey(name);
                forget();
              }}
              onSecret={(secret) => {
                setSecret(secret);
                forget();
              }}
            />
            <Text size="sm" c="dimmed" mt="md" mb={4}>
              {t("stores.adding.keep")}
            </Text>
            <SegmentedControl
              aria-label={t("stores.adding.keep")}
              value={place}
              onChange={(value) => setPlace(value as SecretPlace)}
              data={(["keychain", "file"] as const).map((value) => ({ value, label: t(`stores.adding.in_${value}`) }))}
            />
          </section>
          <Authority isWanted={AUTHORITY.has(problem?.code ?? "")} authority={authority} onAuthority={setAuthority} />
        </div>
        <aside className={styles.aside}>
          {test.isIdle ? (
            <>
              <Title order={3}>{t("stores.adding.where")}</Title>
              <KeyPicture />
              <ol className={styles.way}>
                {(["one", "two", "three", "four"] as const).map((step) => (
                  <li key={step}>{t(`stores.adding.way_${step}`)}</li>
                ))}
              </ol>
            </>
          ) : (
            <Stack>
              <Title order={3}>{t("stores.test_title")}</Title>
              {test.isPending && <Working label={t("stores.testing")} />}
              {tried && <TestSteps tried={tried} url={store.url} />}
              {tried?.can_be_added && wrong && <Text>{said("hints", wrong.code, wrong.params)}</Text>}
              {tried?.url && tried.url.replace(/\/$/, "") !== url.trim().replace(/\/$/, "") && (
                <Text size="sm">{t("stores.adding.final", { address: tried.url })}</Text>
              )}
              {problem && (
                <Problem
                  error={problem}
                  action={
                    problem.code === "keychain_unusable" && (
                      <Button
                        size="compact-sm"
                        onClick={() => {
                          setPlace("file");
                          addTo("file");
                        }}
                      >
                        {t("stores.adding.in_file_instead")}
                      </Button>
                    )
                  }
                />
              )}
              {add.isSuccess && (
                <Sign tone="good">{t("stores.adding.added", { name: kept?.name ?? add.data.name })}</Sign>
              )}
              {problem && (
                <div>
                  <Button variant="subtle" size="compact-sm" px={0} onClick={test.reset}>
                    {t("stores.adding.show_way")}
                  </Button>
                </div>
              )}
            </Stack>
          )}
        </aside>
        <footer className={styles.foot}>
          <Button variant="default" component={Link} to="/stores">
            {t(add.isSuccess ? "stores.adding.to_all" : "stores.adding.not")}
          </Button>
          {isDone ? (
            <Button onClick={() => void navigate({ to: "/" })}>
              {t("stores.adding.import_into", { name: kept.name })}
            </Button>
          ) : (
            <div className={styles.go}>
              {needed && (
                <Text size="sm" c="dimmed">
                  {t(`stores.adding.needed.${needed}`)}
                </Text>
              )}
              <Button type="submit" disabled={needed !== null} loading={isAtWork}>
                {t(kept ? "stores.adding.go_key" : "stores.adding.go")}
              </Button>
            </div>
          )}
        </footer>
      </form>
    </div>
  );
}

/** "https://www.linen-and-co.example/shop" is called "linen-and-co.example" until somebody says otherwise. */
function nameFrom(url: string): string {
  return url
    .trim()
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/^www\./i, "")
    .replace(/[/?#].*$/, "");
}
