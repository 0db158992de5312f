// A field's button that empties it: for the keyboard and the screen reader too, which the library spares it.

export const clearing = (label: string) => ({ "aria-label": label, "aria-hidden": false, tabIndex: 0 }) as const;
