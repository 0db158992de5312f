/** Sentences whose parameters only stand in braces: of what depends on a number, the form for many is taken. */
export function templates(sentences: Readonly<Record<string, string>>): Record<string, string> {
  const plain = (sentence: string) =>
    sentence.replace(
      /\{(\w+), plural,(?:[^{}]|\{[^{}]*\})*?other \{([^{}]*)\}\s*\}/g,
      (_, name: string, other: string) => other.replaceAll("#", `{${name}}`),
    );
  return Object.fromEntries(Object.entries(sentences).map(([code, sentence]) => [code, plain(sentence)]));
}
