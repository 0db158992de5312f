/** Letters without their marks, so that "Parametres" finds "Paramètres". */
function bare(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l").toLowerCase();
}

/** Whether every word that was typed begins somewhere in the text. */
export function fits(typed: string, text: string): boolean {
  const within = bare(text);
  return bare(typed)
    .split(/\s+/)
    .every((word) => within.includes(word));
}
