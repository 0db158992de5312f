/** Characters between cells that have a name, by the name that they have in the catalogues. */
export const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t", bar: "|", colon: ":", space: " " } as const;

/** The name of a delimiter; of one that has none "other". */
export function delimiterCode(delimiter: string): string {
  return Object.entries(DELIMITERS).find(([, sign]) => sign === delimiter)?.[0] ?? "other";
}
