import { type CSSVariablesResolver, createTheme, rem } from "@mantine/core";
import { dark, harbour, light, space, type Tokens, token } from "./tokens";

export const theme = createTheme({
  primaryColor: "harbour",
  primaryShade: { light: 6, dark: 4 },
  autoContrast: true,
  colors: { harbour },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(15), lg: rem(18), xl: rem(22) },
  fontWeights: { regular: "450", medium: "600", bold: "600" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.55", lg: "1.5", xl: "1.4" },
  headings: { fontWeight: "600", sizes: { h1: { fontSize: rem(22), lineHeight: "1.3" } } },
  spacing: Object.fromEntries(Object.entries(space).map(([name, pixels]) => [name, rem(pixels)])),
  defaultRadius: "sm",
  radius: { sm: rem(6), md: rem(10) },
  respectReducedMotion: true,
});

function variables(tokens: Tokens): Record<string, string> {
  const own = Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--ls-${name}`, value]));
  return {
    ...own,
    "--mantine-color-body": token("surface"),
    "--mantine-color-text": token("ink"),
    "--mantine-color-dimmed": token("ink-quiet"),
    "--mantine-color-anchor": token("accent"),
    "--mantine-color-default-border": token("line"),
  };
}

/** Our tokens as CSS variables, and the library's own colours drawn from them. */
export const variablesOfBothSchemes: CSSVariablesResolver = () => ({
  variables: { "--ls-motion-answer": "120ms", "--ls-motion-step": "200ms" },
  light: variables(light),
  dark: variables(dark),
});
