import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Loader,
  Menu,
  Modal,
  rem,
  Select,
  Tooltip,
  type VariantColorsResolver,
} from "@mantine/core";
import { dark, harbour, light, night, space, type Tokens, token } from "./tokens";

/** What stands on the accent is written in its own ink: the library measures no colours in OKLCH, and takes white. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === "filled" ? { ...colors, color: token("accent-ink") } : colors;
};

export const theme = createTheme({
  variantColorResolver,
  primaryColor: "harbour",
  primaryShade: { light: 6, dark: 4 },
  colors: { harbour, dark: night },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(15), lg: rem(18), xl: rem(22) },
  fontWeights: { regular: "450", medium: "600", bold: "600" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.55", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: rem(22), lineHeight: "1.3" },
      h2: { fontSize: rem(18), lineHeight: "1.35" },
      h3: { fontSize: rem(15), lineHeight: "1.4" },
    },
  },
  spacing: Object.fromEntries(Object.entries(space).map(([name, pixels]) => [name, rem(pixels)])),
  defaultRadius: "sm",
  radius: { sm: rem(6), md: rem(10) },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    Loader: Loader.extend({ defaultProps: { size: "sm" } }),
    // A menu is never higher than the window has room beside it: the rest of it is scrolled to.
    Menu: Menu.extend({
      defaultProps: { middlewares: { flip: { padding: 8 }, shift: true, size: { padding: 8 } } },
      styles: { dropdown: { overflowY: "auto" } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: "md",
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
        transitionProps: { duration: 120 },
      },
    }),
    // Choosing what is chosen already leaves it: what may be emptied has a button for it.
    Select: Select.extend({ defaultProps: { allowDeselect: false, maxDropdownHeight: "min(15.5rem, 40vh)" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 120 } } }),
  },
});

function variables(tokens: Tokens): Record<string, string> {
  const own = Object.fromEntries(Object.entries(tokens).map(([name, value]) => [`--ls-${name}`, value]));
  return {
    ...own,
    "--ls-chosen": `color-mix(in oklab, ${tokens.accent} 12%, ${tokens.raised})`,
    "--ls-hovered": `color-mix(in oklab, ${tokens.ink} 5%, transparent)`,
    "--mantine-color-body": token("raised"),
    "--mantine-color-text": token("ink"),
    "--mantine-color-bright": token("ink"),
    "--mantine-color-dimmed": token("ink-quiet"),
    "--mantine-color-placeholder": token("ink-quiet"),
    "--mantine-color-anchor": token("accent"),
    "--mantine-color-error": token("wrong"),
    "--mantine-color-default": token("raised"),
    "--mantine-color-default-color": token("ink"),
    "--mantine-color-default-hover": token("sunken"),
    "--mantine-color-default-border": `color-mix(in oklab, ${tokens.line} 84%, ${tokens.ink})`,
    "--mantine-color-disabled": token("sunken"),
    "--mantine-color-disabled-color": token("ink-quiet"),
    "--mantine-color-disabled-border": token("line"),
    "--mantine-color-harbour-filled": token("accent"),
    "--mantine-color-harbour-filled-hover": `color-mix(in oklab, ${tokens.accent} 86%, ${tokens.ink})`,
    "--mantine-primary-color-filled": token("accent"),
    "--mantine-primary-color-filled-hover": `color-mix(in oklab, ${tokens.accent} 86%, ${tokens.ink})`,
    "--mantine-primary-color-contrast": token("accent-ink"),
    "--mantine-primary-color-light": "var(--ls-chosen)",
    "--mantine-primary-color-light-hover": "var(--ls-chosen)",
    "--mantine-primary-color-light-color": token("accent"),
  };
}

/** Our tokens as CSS variables, and the library's own colours drawn from them. */
export const variablesOfBothSchemes: CSSVariablesResolver = () => ({
  variables: { "--ls-motion-answer": "120ms", "--ls-motion-step": "200ms" },
  light: variables(light),
  dark: variables(dark),
});
