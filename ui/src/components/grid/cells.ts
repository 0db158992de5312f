// What stands in a cell of a grid, made without React, which would take three times as long: that is felt where a list is
// opened, or scrolled fast.

import alertTriangle from "@tabler/icons/outline/alert-triangle.svg?raw";
import arrowBackUp from "@tabler/icons/outline/arrow-back-up.svg?raw";
import circleCheck from "@tabler/icons/outline/circle-check.svg?raw";
import circleX from "@tabler/icons/outline/circle-x.svg?raw";
import externalLink from "@tabler/icons/outline/external-link.svg?raw";
import fileImport from "@tabler/icons/outline/file-import.svg?raw";
import infoCircle from "@tabler/icons/outline/info-circle.svg?raw";
import type { ICellRendererComp, ICellRendererParams } from "ag-grid-community";
import type { Tone } from "../Sign";
import signs from "../Sign.module.css";
import styles from "./Grid.module.css";
import { tellingOf } from "./standing";

const DRAWN = { alertTriangle, arrowBackUp, circleCheck, circleX, externalLink, fileImport, infoCircle };
const OF_TONE = { good: "circleCheck", careful: "alertTriangle", wrong: "circleX", quiet: "infoCircle" } as const;

/** What stands in an element; nothing where there is nothing to say. */
type Part = Node | string | false | null | undefined;

/** An element of one or several classes. Text stays text, whatever it looks like. */
export function element(tag: keyof HTMLElementTagNameMap, look: string | undefined, ...parts: Part[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = look ?? "";
  made.append(...parts.filter((part): part is Node | string => typeof part === "string" || part instanceof Node));
  return made;
}

/**
 * Cells that show a row, or that it is still on its way. What is shown is only made anew where it is another: whoever is
 * about to press it still finds it.
 */
export function cellOf<Row, Telling = undefined>(
  shown: (row: Row, telling: Telling) => HTMLElement,
  waiting?: () => HTMLElement,
) {
  return class implements ICellRendererComp<Row> {
    readonly place = element("span", styles.cell);

    init(params: ICellRendererParams<Row>): void {
      this.refresh(params);
    }

    refresh({ data, context }: ICellRendererParams<Row>): boolean {
      const next = data ? shown(data, tellingOf(context)) : waiting?.();
      if (!next) {
        this.place.replaceChildren();
      } else if (!this.place.firstChild?.isEqualNode(next)) {
        this.place.replaceChildren(next);
      }
      return true;
    }

    getGui(): HTMLElement {
      return this.place;
    }
  };
}

const pictures = new Map<string, Element>();

/** One of our icons, so many pixels large; only for the eye. */
export function icon(name: keyof typeof DRAWN, size: number, stroke = 2): Element {
  let picture = pictures.get(name);
  if (!picture) {
    picture = new DOMParser().parseFromString(DRAWN[name], "image/svg+xml").documentElement;
    picture.removeAttribute("class");
    picture.setAttribute("aria-hidden", "true");
    pictures.set(name, picture);
  }
  const copy = document.importNode(picture, true);
  copy.setAttribute("width", String(size));
  copy.setAttribute("height", String(size));
  copy.setAttribute("stroke-width", String(stroke));
  return copy;
}

/** An outcome in a word, as `Sign` shows it elsewhere. */
export function sign(tone: Tone, text: string): HTMLElement {
  return element("span", `${signs.sign} ${signs[tone]}`, icon(OF_TONE[tone], 16), element("span", undefined, text));
}
