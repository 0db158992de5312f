import { Button, Stack } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../bindings/DraftShown";
import { Problem } from "../../components/Problem";
import { Sign } from "../../components/Sign";
import { useDo } from "../../lib/asking";

/** Says where the chosen profile was made for other files; one click goes back to none. */
export function Misfit({ draft }: { draft: DraftShown }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const use = useDo("drafts.use_profile");
  const { misfit, profile } = draft;
  if (!misfit || profile === null) {
    return null;
  }
  const renew = () =>
    void queries.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith("drafts.") });
  return (
    <Stack gap="xs">
      <Sign tone="careful">{t("importing.profile.misfit", { name: profile, ...misfit })}</Sign>
      <div>
        <Button
          variant="default"
          size="compact-sm"
          loading={use.isPending}
          onClick={() => use.mutate({ draft: draft.draft, name: null }, { onSuccess: renew })}
        >
          {t("importing.profile.drop")}
        </Button>
      </div>
      {use.error && <Problem error={use.error} />}
    </Stack>
  );
}
