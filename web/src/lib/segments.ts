/** Overlapping spans of a text as segments that don't overlap. */

export interface Range {
  start: number;
  end: number;
}

export interface Segment<S extends Range> {
  text: string;
  /** Place of the first code point. */
  start: number;
  /** The spans over it, the shortest first. */
  spans: S[];
}

/** Paragraphs of a text, each cut where a span begins or ends. Offsets count code points. */
export function segments<S extends Range>(text: string, spans: readonly S[]): Segment<S>[][] {
  const points = Array.from(text);
  const cuts = new Set<number>([0, points.length]);
  for (const span of spans) {
    cuts.add(span.start);
    cuts.add(span.end);
  }
  const edges = [...cuts].filter((cut) => cut >= 0 && cut <= points.length).sort((a, b) => a - b);
  const byStart = [...spans].sort((a, b) => a.start - b.start);
  let open: S[] = [];
  let nextSpan = 0;
  const paragraphs: Segment<S>[][] = [[]];
  edges.slice(0, -1).forEach((edge, index) => {
    for (; nextSpan < byStart.length && (byStart[nextSpan] as S).start <= edge; nextSpan += 1)
      open.push(byStart[nextSpan] as S);
    open = open.filter((span) => span.end > edge);
    const over = [...open].sort((a, b) => a.end - a.start - (b.end - b.start));
    addLines(paragraphs, points.slice(edge, edges[index + 1]).join(""), edge, over);
  });
  return paragraphs.filter((paragraph) => paragraph.length);
}

function addLines<S extends Range>(paragraphs: Segment<S>[][], text: string, start: number, spans: S[]): void {
  let at = start;
  text.split(/(\n+)/).forEach((part, index) => {
    if (index % 2) paragraphs.push([]);
    else if (part) paragraphs.at(-1)?.push({ text: part, start: at, spans });
    at += Array.from(part).length;
  });
}

/** The slice of a text by code points. */
export function slice(text: string, start: number, end: number): string {
  return Array.from(text).slice(start, end).join("");
}
