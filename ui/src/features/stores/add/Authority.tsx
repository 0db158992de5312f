import { Button, Collapse, Group, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useEffect, useId } from "react";
import { useTranslation } from "react-i18next";
import { type Picked, usePlatform } from "../../../platform/platform";
import styles from "./AddStore.module.css";

interface AuthorityProps {
  /** Whether the shop's certificate was in the way: then it opens by itself. */
  isWanted: boolean;
  authority: Picked | null;
  onAuthority: (authority: Picked | null) => void;
}

/** The certificate of a shop that made its own: folded away, as hardly any shop has one. */
export function Authority({ isWanted, authority, onAuthority }: AuthorityProps) {
  const { t } = useTranslation();
  const platform = usePlatform();
  const panel = useId();
  const [isOpen, { open, toggle }] = useDisclosure(isWanted);
  useEffect(() => {
    if (isWanted) {
      open();
    }
  }, [isWanted, open]);
  const Sign = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section>
      <UnstyledButton className={styles.fold} aria-expanded={isOpen} aria-controls={panel} onClick={toggle}>
        <Sign size={16} aria-hidden="true" /> {t("stores.adding.authority")}
      </UnstyledButton>
      <Collapse id={panel} expanded={isOpen}>
        <Text size="sm" c="dimmed" mt={4}>
          {t("stores.adding.authority_about")}
        </Text>
        <Group mt="xs" gap="sm">
          <Button
            variant="default"
            size="sm"
            onClick={() => void platform.pickFile("certificate").then((picked) => picked && onAuthority(picked))}
          >
            {t("stores.adding.choose_authority")}
          </Button>
          {authority && (
            <>
              <Text size="sm" className={styles.file ?? ""}>
                {authority.name}
              </Text>
              <Button variant="subtle" size="compact-sm" onClick={() => onAuthority(null)}>
                {t("stores.adding.drop_authority")}
              </Button>
            </>
          )}
        </Group>
      </Collapse>
    </section>
  );
}
