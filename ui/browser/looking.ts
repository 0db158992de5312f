// What is wrong with what is to be seen: text that is cut off or stands out of its place, buttons that cover each other.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

/** Told to the page past its policy, which lets no stranger in. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules whose verdict hangs on how much room there is; the others see the same page in every window. */
const OF_ROOM = ["color-contrast", "scrollable-region-focusable", "target-size"];

/** What axe finds, each with where: by all rules, or by those that hang on the size of the window. */
export async function axeFinds(page: Page, rules: "all" | "of room" = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(AXE);
  }
  return page.evaluate(
    async (runOnly) => {
      const { axe } = window as unknown as {
        axe: { run(context: Document, options: object): Promise<{ violations: Violation[] }> };
      };
      interface Violation {
        id: string;
        help: string;
        nodes: { target: string[]; failureSummary: string }[];
      }
      const { violations } = await axe.run(document, { resultTypes: ["violations"], ...(runOnly && { runOnly }) });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} (${help}): ${target.join(" ")} ${failureSummary}`),
      );
    },
    rules === "all" ? null : OF_ROOM,
  );
}

/** Runs in the page: everything that a person would call cut off, out of its place or covered. */
function misplaced(): string[] {
  const found: string[] = [];
  const dialog = [...document.querySelectorAll('[role="dialog"]')].at(-1);
  const top: ParentNode = dialog ?? document.body;
  const [width, height] = [document.documentElement.clientWidth, document.documentElement.clientHeight];
  const describe = (element: Element) => {
    const text = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 60);
    return `<${element.tagName.toLowerCase()} ${String(element.getAttribute("class") ?? "").slice(0, 60)}> “${text}”`;
  };
  const isHidden = (element: HTMLElement) => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return (
      style.visibility === "hidden" || style.opacity === "0" || box.width < 2 || box.height < 2 || isUnseen(element)
    );
  };
  /** Only for those who hear the page: within a spot of one pixel. */
  const isUnseen = (element: Element): boolean => {
    for (let one: Element | null = element; one && one !== document.body; one = one.parentElement) {
      const { clipPath, clip } = getComputedStyle(one);
      if (clipPath === "inset(50%)" || clip !== "auto" || one.getBoundingClientRect().width < 2) {
        return true;
      }
    }
    return false;
  };
  const hasOwnText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  /** Columns of lists that hold nothing but our own words. */
  const ours = ["taken", "action", "did", "status", "when"];
  /**
   * The user's own data may be longer than its place, where all of it can be seen otherwise: in a cell, or where an
   * element says that it is theirs. What we say ourselves has to fit.
   */
  const mayBeCut = (element: HTMLElement) => {
    const cell = element.closest(".ag-cell");
    return (
      (cell && !ours.includes(cell.getAttribute("col-id") ?? "")) ||
      element.closest<HTMLElement>("[data-theirs][title]")?.title.includes(element.textContent?.trim() ?? "")
    );
  };
  /** Whether somebody can scroll to what lies outside of here. */
  const scroller = (element: Element, axis: "X" | "Y"): Element | null => {
    for (let one = element.parentElement; one; one = one.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(one)[`overflow${axis}`])) {
        return one;
      }
    }
    return null;
  };

  if (document.documentElement.scrollWidth > width + 1 || document.body.scrollHeight > height + 1) {
    found.push(`the page itself is larger than the window: ${document.body.scrollHeight} of ${height}`);
  }
  for (const element of top.querySelectorAll<HTMLElement>("*")) {
    if (!(element instanceof HTMLElement) || !hasOwnText(element) || isHidden(element)) {
      continue;
    }
    const style = getComputedStyle(element);
    const clips = style.overflowX !== "visible" && !/auto|scroll/.test(style.overflowX);
    if (style.display !== "inline" && element.scrollWidth > element.clientWidth + 1 && !mayBeCut(element)) {
      found.push(`${clips ? "cut off" : "overflows"}: ${describe(element)}`);
    }
    if (clips && element.scrollHeight > element.clientHeight + 3 && !mayBeCut(element)) {
      found.push(`cut off below: ${describe(element)}`);
    }
    const box = element.getBoundingClientRect();
    if ((box.right > width + 1 || box.left < -1) && !scroller(element, "X")) {
      found.push(`outside of the window: ${describe(element)}`);
    }
    if ((box.bottom > height + 1 || box.top < -1) && !scroller(element, "Y")) {
      found.push(`below the window: ${describe(element)}`);
    }
    // A parent that clips without scrolling cuts what stands out of it.
    for (let one = element.parentElement; one && one !== top; one = one.parentElement) {
      const { overflowX } = getComputedStyle(one);
      if (/auto|scroll/.test(overflowX)) {
        break;
      }
      const around = one.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX) && box.right > around.right + 1 && !mayBeCut(element) && !mayBeCut(one)) {
        found.push(`cut off by what is around it: ${describe(element)}`);
        break;
      }
    }
  }
  // What is chosen from a list of ours is seen whole.
  for (const element of top.querySelectorAll<HTMLInputElement>('input[aria-haspopup="listbox"]')) {
    if (!isHidden(element) && element.scrollWidth > element.clientWidth + 1 && !element.closest("[data-theirs]")) {
      found.push(`cut off: <input> “${element.value || element.placeholder}”`);
    }
  }
  const body = dialog?.querySelector(".mantine-Modal-body");
  const edge = body
    ? body.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(body).paddingRight)
    : width;
  for (const element of body?.querySelectorAll<HTMLElement>("button, p, label, input") ?? []) {
    if (!isHidden(element) && element.getBoundingClientRect().right > edge + 1 && !scroller(element, "X")) {
      found.push(`stands out of its dialog: ${describe(element)}`);
    }
  }
  // A bar for a few pixels helps nobody: what is that near to its room has to fit.
  for (const element of top.querySelectorAll<HTMLElement>("*")) {
    const more = element.scrollWidth - element.clientWidth;
    if (more > 1 && more <= 24 && /auto|scroll/.test(getComputedStyle(element).overflowX) && !isHidden(element)) {
      found.push(`scrolls sideways by ${more} pixels: ${describe(element)}`);
    }
  }
  const pressed = "button, a[href], input:not([type=hidden]), [role=combobox]";
  for (const element of top.querySelectorAll<HTMLElement>(pressed)) {
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (isHidden(element) || x < 0 || y < 0 || x >= width || y >= height) {
      continue;
    }
    const over = document.elementFromPoint(x, y);
    const scrolls = scroller(element, "Y")?.getBoundingClientRect();
    const isScrolledAway = scrolls && (y < scrolls.top || y > scrolls.bottom);
    const isItself = over && (element.contains(over) || over.contains(element) || over.closest("label"));
    if (!isItself && !isScrolledAway) {
      found.push(`covered: ${describe(element)} by ${over ? describe(over) : "nothing"}`);
    }
  }
  return [...new Set(found)];
}

export async function misplacedIn(page: Page): Promise<string[]> {
  return page.evaluate(misplaced);
}
