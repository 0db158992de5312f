import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DraftShown } from "../../../bindings/DraftShown";
import { Problem } from "../../../components/Problem";
import { useDo } from "../../../lib/asking";
import { usePlatform } from "../../../platform/platform";

/** Kinds of issues that a folder of pictures mends, or another one. */
export const OF_PICTURE_FILES = new Set(["picture_on_computer", "picture_file_missing", "picture_file_elsewhere"]);

/** The folder in which pictures are looked for that cells name: chosen where there are folders to choose, else typed. */
export function PictureFolder({ draft, onChosen }: { draft: DraftShown; onChosen: () => void }) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const put = useDo("drafts.pictures");
  const [typed, setTyped] = useState(draft.pictures_from ?? "");
  const choose = (folder: string) => put.mutate({ draft: draft.draft, folder }, { onSuccess: onChosen });
  return (
    <Stack gap="xs" mb="xs">
      {draft.pictures_from && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {t("importing.check.pictures_from", { folder: draft.pictures_from })}
        </Text>
      )}
      {platform.pickFolder ? (
        <div>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconFolderOpen size={15} />}
            loading={put.isPending}
            onClick={() => void platform.pickFolder?.().then((folder) => folder && choose(folder))}
          >
            {t("importing.check.choose_pictures")}
          </Button>
        </div>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            choose(typed.trim());
          }}
        >
          <Stack gap="xs" align="flex-start">
            <TextInput
              size="xs"
              w="100%"
              label={t("importing.check.picture_folder")}
              value={typed}
              spellCheck={false}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button
              type="submit"
              size="compact-sm"
              variant="light"
              disabled={typed.trim() === ""}
              loading={put.isPending}
            >
              {t("importing.check.use_folder")}
            </Button>
          </Stack>
        </form>
      )}
      {put.error && <Problem error={put.error} />}
    </Stack>
  );
}
