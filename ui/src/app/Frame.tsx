import { useDisclosure } from "@mantine/hooks";
import { DropAnywhere } from "./DropAnywhere";
import { Ending } from "./Ending";
import { Falls } from "./Falls";
import { Finding } from "./Finding";
import { Leaving } from "./Leaving";
import { usePreferences } from "./preferences";
import { Shell } from "./Shell";

/** What is around every room: the bar, what can be found, and the place where files may be let go. */
export function Frame() {
  usePreferences();
  const [isFinding, finding] = useDisclosure(false);
  return (
    <Falls>
      <Shell onFind={finding.open} />
      <Finding opened={isFinding} onOpen={finding.open} onClose={finding.close} />
      <DropAnywhere />
      <Leaving />
      <Ending />
    </Falls>
  );
}
