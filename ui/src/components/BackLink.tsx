import { Button } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";

/** Back to what was shown in this place before. */
export function BackLink({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <div>
      <Button variant="subtle" size="compact-sm" px={0} leftSection={<IconArrowLeft size={14} />} onClick={onClick}>
        {label}
      </Button>
    </div>
  );
}
