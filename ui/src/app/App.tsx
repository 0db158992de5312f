import { MantineProvider } from "@mantine/core";
import type { i18n } from "i18next";
import { StrictMode } from "react";
import { I18nextProvider } from "react-i18next";
import { Welcome } from "../features/welcome/Welcome";
import { type Platform, PlatformContext } from "../platform/platform";
import { styleNonce } from "./nonce";
import { theme, variablesOfBothSchemes } from "./theme";

/** The whole interface, given whom to ask and in which words to speak. */
export function App({ platform, words }: { platform: Platform; words: i18n }) {
  return (
    <StrictMode>
      <I18nextProvider i18n={words}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={variablesOfBothSchemes}
          defaultColorScheme="auto"
          getStyleNonce={styleNonce}
        >
          <PlatformContext value={platform}>
            <Welcome />
          </PlatformContext>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>
  );
}
