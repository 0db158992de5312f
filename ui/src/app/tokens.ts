// Every colour and space by name. No other file writes one down, but the page's first paint (index.html).

import type { MantineColorsTuple } from "@mantine/core";

/** Harbour blue from its palest to its deepest: the accent's colour, in the shades that components ask for. */
export const harbour: MantineColorsTuple = [
  "oklch(0.97 0.015 240)",
  "oklch(0.93 0.030 240)",
  "oklch(0.86 0.055 240)",
  "oklch(0.79 0.080 238)",
  "oklch(0.72 0.100 235)",
  "oklch(0.60 0.110 238)",
  "oklch(0.50 0.110 240)",
  "oklch(0.44 0.100 242)",
  "oklch(0.38 0.085 244)",
  "oklch(0.31 0.065 246)",
];

/** What the library draws dark fields and lines with: the blue-grey of our dark sheets from its palest to its deepest. */
export const night: MantineColorsTuple = [
  "oklch(0.95 0.008 240)",
  "oklch(0.86 0.010 240)",
  "oklch(0.74 0.015 240)",
  "oklch(0.58 0.020 245)",
  "oklch(0.40 0.022 245)",
  "oklch(0.34 0.022 245)",
  "oklch(0.245 0.018 245)",
  "oklch(0.28 0.020 245)",
  "oklch(0.20 0.016 245)",
  "oklch(0.17 0.014 245)",
];

/** The names; light and dark are two value sets of them. */
export interface Tokens {
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  ink: string;
  "ink-quiet": string;
  accent: string;
  "accent-ink": string;
  good: string;
  careful: string;
  wrong: string;
  added: string;
  changed: string;
  removed: string;
}

export const light: Tokens = {
  surface: "oklch(0.985 0.004 85)",
  raised: "oklch(1 0 0)",
  sunken: "oklch(0.955 0.010 85)",
  line: "oklch(0.90 0.010 85)",
  ink: "oklch(0.24 0.030 250)",
  "ink-quiet": "oklch(0.49 0.022 250)",
  accent: harbour[6],
  "accent-ink": "oklch(0.99 0 0)",
  good: "oklch(0.48 0.10 155)",
  careful: "oklch(0.52 0.11 70)",
  wrong: "oklch(0.51 0.17 28)",
  added: "oklch(0.95 0.04 155)",
  changed: "oklch(0.95 0.03 240)",
  removed: "oklch(0.95 0.03 25)",
};

export const dark: Tokens = {
  surface: "oklch(0.24 0.018 245)",
  raised: "oklch(0.28 0.020 245)",
  sunken: "oklch(0.20 0.016 245)",
  line: "oklch(0.36 0.020 245)",
  ink: "oklch(0.95 0.008 240)",
  "ink-quiet": "oklch(0.74 0.015 240)",
  accent: harbour[4],
  "accent-ink": "oklch(0.20 0.020 245)",
  good: "oklch(0.76 0.12 155)",
  careful: "oklch(0.80 0.12 80)",
  wrong: "oklch(0.73 0.14 28)",
  added: "oklch(0.34 0.05 155)",
  changed: "oklch(0.34 0.05 240)",
  removed: "oklch(0.34 0.06 25)",
};

/** Spaces in pixels. */
export const space = { xs: 4, sm: 8, md: 12, lg: 16, xl: 24, xxl: 32, xxxl: 48 } as const;

/** How a token is written where a colour is wanted. */
export function token(name: keyof Tokens): string {
  return `var(--ls-${name})`;
}
