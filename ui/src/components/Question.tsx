import { Button, Group, Stack, Text } from "@mantine/core";
import type { ApiError } from "../platform/platform";
import { Dialog } from "./Dialog";
import { Problem } from "./Problem";

interface QuestionProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What it means for the shop and for what is kept here. */
  about: string;
  /** Both outcomes, by their names. */
  keep: string;
  go: string;
  onGo: () => void;
  isGoing: boolean;
  error?: ApiError | null;
}

/** Asks before something that cannot be taken back; what was not done says why and asks again. */
export function Question({ opened, onClose, title, about, keep, go, onGo, isGoing, error }: QuestionProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text>{about}</Text>
        {error && <Problem error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {keep}
          </Button>
          <Button loading={isGoing} onClick={onGo}>
            {go}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
