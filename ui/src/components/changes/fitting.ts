// How many parts has a place room for? The others are counted, so that nothing ends in the midst of a word.

interface Fitted {
  parts: readonly HTMLElement[];
  /** Says how many there are besides those that are shown. */
  more: HTMLElement;
  say: (count: number) => string;
  /** All that there are, those that were never drawn included. */
  total: number;
}

const fitted = new WeakMap<Element, Fitted>();
let observer: ResizeObserver | undefined;

/** Shows as many parts as the place has room for, the first in any case, and again whenever its size is another. */
export function showFitting(place: HTMLElement, what: Fitted): void {
  fitted.set(place, what);
  show(what, what.parts.length);
  observer ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const what = fitted.get(target);
      if (what) {
        shorten(target, what);
      }
    }
  });
  observer.observe(place);
}

function shorten(place: Element, what: Fitted): void {
  const isFull = () => place.scrollHeight > place.clientHeight + 1;
  let count = what.parts.length;
  place.removeAttribute("data-tight");
  place.append(what.more);
  show(what, count);
  while (count > 1 && isFull()) {
    count -= 1;
    show(what, count);
  }
  if (isFull()) {
    // The first takes the whole place: how many there are besides stands at its end.
    what.parts[0]?.lastElementChild?.append(what.more);
    if (isFull()) {
      place.append(what.more);
      place.setAttribute("data-tight", "");
    }
  }
}

function show({ parts, more, say, total }: Fitted, count: number): void {
  for (const [index, part] of parts.entries()) {
    part.hidden = index >= count;
  }
  more.hidden = count >= total;
  more.textContent = more.hidden ? "" : say(total - count);
}
