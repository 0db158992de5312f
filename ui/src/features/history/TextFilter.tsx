import { TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";

interface TextFilterProps {
  label: string;
  text: string | undefined;
  onText: (text: string | undefined) => void;
  className?: string;
  onDown?: () => void;
}

/** A field whose text goes into the address once nobody types any more; Ctrl+F leads there. */
export function TextFilter({ label, text, onText, className, onDown }: TextFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(text ?? "");
  const settle = useDebouncedCallback((typed: string) => onText(typed.trim() || undefined), 250);
  useHotkeys([["mod+F", () => field.current?.select()]], []);
  // The address may change under the field: by going back, or by "show all".
  useEffect(() => setTyped((present) => (present.trim() === (text ?? "") ? present : (text ?? ""))), [text]);
  return (
    <TextInput
      ref={field}
      className={className ?? ""}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" && onDown) {
          event.preventDefault();
          onDown();
        }
      }}
    />
  );
}
