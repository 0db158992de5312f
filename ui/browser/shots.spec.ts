// A picture of every view, to be looked at: English, light and dark; LONGSHORE_SHOTS_IN names other languages,
// LONGSHORE_SHOTS_OF the only views that are wanted, separated by semicolons; LONGSHORE_SHOTS_AT is another size of the
// window, such as 960x640.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { show, VIEWS } from "./views";
import { LANGUAGES, saying } from "./words";
import { test } from "./world";

const wanted = (process.env.LONGSHORE_SHOTS_IN || "en").split(",");
const only = process.env.LONGSHORE_SHOTS_OF?.split(";");
const [width = 1280, height = 800] = (process.env.LONGSHORE_SHOTS_AT || "1280x800").split("x").map(Number);
const folder = process.env.LONGSHORE_SHOTS || "node_modules/.shots";

for (const language of LANGUAGES.filter((one) => wanted.includes("all") || wanted.includes(one))) {
  for (const theme of ["light", "dark"] as const) {
    test(`pictures in ${language}, ${theme}`, async ({ quietPage: page, prepared }) => {
      test.setTimeout(900_000);
      const say = saying(language);
      const place = join(folder, `${language}-${theme}`);
      await mkdir(place, { recursive: true });
      await page.setViewportSize({ width, height });
      for (const isFresh of [true, false]) {
        const studio = isFresh ? prepared.fresh : prepared.studio;
        await prepared.anew();
        await studio.ask("settings.set", { language, theme });
        await page.goto(studio.url);
        await page.waitForFunction((spoken) => document.documentElement.lang === spoken, language);
        for (const [index, view] of VIEWS.entries()) {
          if ((view.isFresh ?? false) === isFresh && (only?.includes(view.name) ?? true)) {
            await show(page, view, prepared, say);
            const number = String(index + 1).padStart(2, "0");
            await page.screenshot({ path: join(place, `${number} ${view.name}.png`) });
          }
        }
      }
    });
  }
}
