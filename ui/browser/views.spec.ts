// Every view in every language, light and dark, in a small and in a large window: nothing is cut off, nothing covered,
// nothing that a screen reader could not say.

import { axeFinds, misplacedIn } from "./looking";
import { show, VIEWS } from "./views";
import { LANGUAGES, saying } from "./words";
import { expect, test } from "./world";

const SIZES = [
  { width: 960, height: 640 },
  { width: 1600, height: 1000 },
] as const;

/** Each language once and each look twice at least; all of them where that is asked for. */
const SHORT = ["en light", "en dark", "de dark", "fr light", "es dark", "pl dark"];
const isWanted = (one: string) => process.env.LONGSHORE_VIEWS === "all" || SHORT.includes(one);

for (const language of LANGUAGES) {
  for (const theme of ["light", "dark"] as const) {
    if (!isWanted(`${language} ${theme}`)) {
      continue;
    }
    test(`every view is whole in ${language}, ${theme}`, async ({ quietPage: page, prepared }) => {
      test.setTimeout(600_000);
      const say = saying(language);
      const wrong: string[] = [];
      for (const isFresh of [true, false]) {
        const studio = isFresh ? prepared.fresh : prepared.studio;
        await prepared.anew();
        await studio.ask("settings.set", { language, theme });
        await page.setViewportSize(SIZES[0]);
        await page.goto(studio.url);
        await page.waitForFunction((spoken) => document.documentElement.lang === spoken, language);
        for (const view of VIEWS.filter((one) => (one.isFresh ?? false) === isFresh)) {
          await page.setViewportSize(SIZES[0]);
          await test.step(view.name, () => show(page, view, prepared, say));
          for (const size of SIZES) {
            await page.setViewportSize(size);
            await page.evaluate(
              () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
            );
            const found = [
              ...(await misplacedIn(page)),
              ...(await axeFinds(page, size === SIZES[0] ? "all" : "of room")),
            ];
            wrong.push(...found.map((one) => `${view.name}, ${size.width} x ${size.height}: ${one}`));
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  }
}
