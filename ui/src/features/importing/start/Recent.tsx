import { Text, Title, UnstyledButton } from "@mantine/core";
import { IconFileOff, IconFileSpreadsheet } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { RecentFile } from "../../../bindings/RecentFile";
import { useManner } from "../../../lib/format";
import styles from "./Entries.module.css";

interface RecentProps {
  files: readonly RecentFile[];
  isBusy: boolean;
  onTake: (file: RecentFile) => void;
}

/** Files that were opened before: one press begins an import of one again. */
export function Recent({ files, isBusy, onTake }: RecentProps) {
  const { t } = useTranslation();
  if (files.length === 0) {
    return null;
  }
  return (
    <section>
      <Title order={2} size="h3" mb="sm">
        {t("importing.recent.title")}
      </Title>
      <ul className={styles.list}>
        {files.map((file) => (
          <li key={file.recent} className={styles.entry}>
            {file.is_there ? (
              <UnstyledButton className={styles.link} disabled={isBusy} onClick={() => onTake(file)}>
                <IconFileSpreadsheet size={22} stroke={1.6} aria-hidden="true" />
                <About file={file} />
              </UnstyledButton>
            ) : (
              <div className={styles.gone}>
                <IconFileOff size={22} stroke={1.6} aria-hidden="true" />
                <About file={file} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ file: { name, folder, opened_at, is_there } }: { file: RecentFile }) {
  const { t } = useTranslation();
  const manner = useManner();
  const when = is_there ? manner.since(opened_at) : t("importing.recent.gone");
  return (
    <span className={styles.words}>
      <strong title={name} data-theirs>
        {name}
      </strong>
      <Text span size="sm" c="dimmed" className={styles.where ?? ""}>
        <span title={folder} data-theirs>
          {folder}
        </span>
        <span className={styles.when}>· {when}</span>
      </Text>
    </span>
  );
}
