// Does what was typed look like an address of a shop?

/** What is wrong with it. */
export type Trouble = "blank" | "scheme" | "name";

/** The first thing that is wrong with what was typed; nothing where a shop may be there. */
export function troubleWith(typed: string): Trouble | null {
  const text = typed.trim();
  if (/\s/.test(text)) {
    return "blank";
  }
  const [, scheme, rest = text] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme ? !/^https?$/i.test(scheme) : /^(mailto|file|javascript|data):/i.test(text)) {
    return "scheme";
  }
  const host = rest.replace(/[/?#].*$/, "");
  // A name of one word is an address in a house of its own only where somebody says so.
  const isAlone = !/[.:]/.test(host) && host.toLowerCase() !== "localhost";
  return host === "" || (!scheme && isAlone) || /^\.|\.\.|@/.test(host) ? "name" : null;
}
