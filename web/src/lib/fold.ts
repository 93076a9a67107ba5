/** Letters and digits alone, lower case, without accents: as the column `search` of the views is made. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ");
}

export interface Term {
  /** What the folded text must contain. */
  needle: string;
}

/** Words (beginnings of words count while they are typed) and "phrases in marks". */
export function parseTerms(query: string): Term[] {
  const terms: Term[] = [];
  for (const [, phrase, word] of query.matchAll(/["“”]([^"“”]+)["“”]?|([^\s"“”]+)/g)) {
    const folded = fold(phrase ?? word ?? "").trim();
    if (!folded) continue;
    if (phrase !== undefined) terms.push({ needle: ` ${folded} ` });
    else terms.push(...folded.split(" ").map((part) => ({ needle: ` ${part}` })));
  }
  return terms;
}

/** Where the terms stand in a text, as ranges of UTF-16 units that don't overlap. */
export function findMatches(text: string, terms: Term[]): [number, number][] {
  if (!terms.length) return [];
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    folded: fold(match[0]).trim(),
  }));
  const wanted = terms.map(({ needle }) => needle.trim().split(" "));
  const found: [number, number][] = [];
  words.forEach((word, index) => {
    for (const parts of wanted) {
      const last = words[index + parts.length - 1];
      if (last && parts.every((part, offset) => words[index + offset]?.folded.startsWith(part))) {
        found.push([word.start, last.end]);
        break;
      }
    }
  });
  return found.filter(([start], index) => index === 0 || start >= (found[index - 1]?.[1] ?? 0));
}
