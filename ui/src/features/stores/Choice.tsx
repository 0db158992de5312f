import { SegmentedControl, Text } from "@mantine/core";

interface ChoiceProps<Way extends string> {
  label: string;
  value: Way;
  onChange: (value: Way) => void;
  /** What can be chosen, and what it is called. */
  ways: Record<Way, string>;
}

/** One of two ways, both in sight. */
export function Choice<Way extends string>({ label, value, onChange, ways }: ChoiceProps<Way>) {
  return (
    <div>
      <Text fw={600} size="sm" mb={6}>
        {label}
      </Text>
      <SegmentedControl
        fullWidth
        aria-label={label}
        value={value}
        onChange={(chosen) => onChange(chosen as Way)}
        data={Object.entries<string>(ways).map(([way, name]) => ({ value: way, label: name }))}
      />
    </div>
  );
}
