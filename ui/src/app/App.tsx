import { MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import type { i18n } from "i18next";
import { StrictMode, useEffect } from "react";
import { I18nextProvider } from "react-i18next";
import { type Platform, PlatformContext } from "../platform/platform";
import { styleNonce } from "./nonce";
import { hear } from "./queries";
import type { AppRouter } from "./router";
import { Door } from "./Shut";
import { theme, variablesOfBothSchemes } from "./theme";

interface AppProps {
  platform: Platform;
  words: i18n;
  queries: QueryClient;
  router: AppRouter;
}

/** The whole interface, given whom to ask, in which words to speak and where to stand. */
export function App({ platform, words, queries, router }: AppProps) {
  useEffect(() => (platform.isShut ? undefined : platform.listen((told) => hear(queries, told))), [platform, queries]);
  return (
    <StrictMode>
      <I18nextProvider i18n={words}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={variablesOfBothSchemes}
          defaultColorScheme="auto"
          getStyleNonce={styleNonce}
        >
          <QueryClientProvider client={queries}>
            <PlatformContext value={platform}>
              <Door>
                <RouterProvider router={router} />
              </Door>
            </PlatformContext>
          </QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>
  );
}
