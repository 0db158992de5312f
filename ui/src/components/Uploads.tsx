import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RunReport } from "../bindings/RunReport";
import { Sign, type Tone } from "./Sign";

const KINDS = [
  ["to_upload", "quiet"],
  ["uploaded", "good"],
  ["to_remove", "quiet"],
  ["removed", "good"],
  ["stay", "careful"],
] as const satisfies readonly (readonly [string, Tone])[];

/** Pictures of this computer that a run brings or has brought, or takes out of the shop again. */
export function Uploads({ run }: { run: RunReport }) {
  const { t } = useTranslation();
  const { uploads } = run;
  if (!uploads) {
    return null;
  }
  return (
    <Stack gap={4}>
      {KINDS.filter(([kind]) => uploads[kind] > 0).map(([kind, tone]) => (
        <Sign key={kind} tone={tone}>
          {t(`everywhere.uploads.${kind}`, { count: uploads[kind] })}
        </Sign>
      ))}
    </Stack>
  );
}
