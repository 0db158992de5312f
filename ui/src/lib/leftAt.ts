// Which import was open when the program ended? It is noted while it is open, and no longer when it is left.

const PLACE = "longshore-open-import";

let kept: number | null = Number(localStorage.getItem(PLACE)) || null;

/** The import that was open when the program ended; nobody gets it twice. */
export function takeLeft(): number | null {
  const left = kept;
  kept = null;
  return left;
}

/** Whether there was one that nobody has taken up yet. */
export function wasLeft(): boolean {
  return kept !== null;
}

/** Notes that an import is open, until what this returns is called. */
export function noteOpen(draft: number): () => void {
  localStorage.setItem(PLACE, String(draft));
  return () => localStorage.removeItem(PLACE);
}
