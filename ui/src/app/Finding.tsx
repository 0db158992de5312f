import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { Palette } from "../features/palette/Palette";
import { Shortcuts } from "../features/palette/Shortcuts";
import { useDeeds, useShortcuts } from "./deeds";

interface FindingProps {
  opened: boolean;
  onOpen: () => void;
  onClose: () => void;
}

/** The command palette and the list of shortcuts, and the keys that open them. */
export function Finding({ opened, onOpen, onClose }: FindingProps) {
  const [isListing, listing] = useDisclosure(false);
  const deeds = useDeeds({ onShortcuts: listing.open });
  const groups = useShortcuts();
  const keyed = deeds.flatMap((deed): [string, () => void][] => (deed.hotkey ? [[deed.hotkey, deed.run]] : []));
  // In a field too: Ctrl+K is no letter.
  useHotkeys([["mod+K", opened ? onClose : onOpen], ...keyed], []);
  return (
    <>
      <Palette opened={opened} onClose={onClose} deeds={deeds} />
      <Shortcuts opened={isListing} onClose={listing.close} groups={groups} />
    </>
  );
}
