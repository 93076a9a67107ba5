/** One article: its text with every extracted span, and the rows behind them. */

import { rowTable } from "../components/rowTable";
import { spanCard, spanCards } from "../components/spanCard";
import { type Article, loadArticle, loadRow, loadSpans, type Span, type SpanKind } from "../data/articles";
import { append, fill, h } from "../lib/dom";
import { count, day, number } from "../lib/format";
import { href, navigate, withParams } from "../lib/route";
import { type Segment, segments, slice } from "../lib/segments";
import type { View } from "../shell";

const KINDS: [SpanKind, string][] = [
  ["quote", "quotes"],
  ["speaker", "speakers"],
  ["cue", "reporting words"],
  ["meeting", "meetings"],
  ["pledge", "pledges"],
];

export async function articleView(id: string, initial: URLSearchParams): Promise<View> {
  const [article, spans] = await Promise.all([loadArticle(id), loadSpans(id)]);
  if (!article) return missing(id);
  let params = initial;
  const hidden = new Set<SpanKind>();
  const text = h("div", { class: "text" });
  const hover = spanCard();
  const aside = h("aside", { class: "row-panel", "aria-label": "The chosen row", "aria-live": "polite" });
  const choose = (span: Span, at: number) =>
    navigate(href("article", id, withParams(params, { row: span.row_id, at })), true);

  const draw = () =>
    fill(
      text,
      article.text === null
        ? withheld(article, spans)
        : paragraphs(
            article.text,
            spans.filter((span) => !hidden.has(span.kind)),
            params,
            hover,
            choose,
          ),
    );
  const update = async (next: URLSearchParams) => {
    const isNew = next.get("row") !== params.get("row") || aside.childElementCount === 0;
    params = next;
    for (const mark of text.querySelectorAll<HTMLElement>("[data-rows]")) {
      mark.classList.toggle("chosen", mark.dataset.rows?.split(" ").includes(params.get("row") ?? "") ?? false);
    }
    if (isNew) await showRow(aside, spans, params.get("row"));
  };
  draw();

  const element = h(
    "section",
    { class: "article" },
    h("p", { class: "crumbs" }, h("a", { href: href("articles") }, "Articles")),
    h("h1", {}, article.title ?? article.article_id),
    h(
      "p",
      { class: "meta" },
      [
        article.publisher,
        article.authors.join(", "),
        day(article.published_on),
        article.dateline,
        count(article.word_count, "word"),
      ]
        .filter(Boolean)
        .join(" · "),
    ),
    source(article),
    h(
      "fieldset",
      { class: "legend" },
      h("legend", { class: "hidden" }, "Highlights"),
      KINDS.map(([kind, label]) => legendItem(kind, label, spans, hidden, draw)),
    ),
    h("div", { class: "columns reading" }, text, aside),
    hover.element,
  );
  await update(initial);
  requestAnimationFrame(() => scrollToChosen(text, params));
  return { title: article.title ?? article.article_id, element, update };
}

function source(article: Article): HTMLElement {
  const link = article.url ?? article.source_uri;
  return h(
    "p",
    { class: "meta" },
    "Source: ",
    /^https?:/i.test(link)
      ? h("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, link)
      : h("code", {}, link),
    article.duplicate_of && [
      " · a near copy of ",
      h("a", { href: href("article", article.duplicate_of) }, "this article"),
    ],
  );
}

function legendItem(
  kind: SpanKind,
  label: string,
  spans: Span[],
  hidden: Set<SpanKind>,
  draw: () => void,
): HTMLElement | null {
  const number = spans.filter((span) => span.kind === kind).length;
  if (!number) return null;
  const input = h("input", {
    type: "checkbox",
    onchange: () => {
      if (input.checked) hidden.delete(kind);
      else hidden.add(kind);
      draw();
    },
  });
  input.checked = true;
  return h("label", {}, input, h("span", { class: `span-${kind}` }, label), h("span", { class: "count" }, number));
}

function paragraphs(
  text: string,
  spans: Span[],
  params: URLSearchParams,
  hover: ReturnType<typeof spanCard>,
  choose: (span: Span, at: number) => void,
): HTMLElement[] {
  // a span whose words are not these words (a text that changed) is left out rather than drawn in a wrong place
  const sound = spans.filter((span) => slice(text, span.start, span.end) === span.text);
  const stops = new Set<Span>();
  return segments(text, sound).map((paragraph) =>
    h(
      "p",
      {},
      paragraph.map((segment) => mark(segment, stops, params.get("row"), hover, choose)),
    ),
  );
}

function mark(
  segment: Segment<Span>,
  stops: Set<Span>,
  row: string | null,
  hover: ReturnType<typeof spanCard>,
  choose: (span: Span, at: number) => void,
): Node {
  const [first] = segment.spans;
  if (!first) return h("span", {}, segment.text);
  const isStop = !stops.has(first); // one stop of the tab key a span, however many segments it has
  stops.add(first);
  const rows = segment.spans.map((span) => span.row_id);
  const element = h(
    "mark",
    {
      class: [...new Set(segment.spans.map((span) => `span-${span.kind}`)), rows.includes(row ?? "") ? "chosen" : ""]
        .join(" ")
        .trim(),
      "data-rows": rows.join(" "),
      "data-start": segment.start,
      tabindex: isStop ? 0 : null,
      role: isStop ? "button" : null,
      onclick: () => choose(first, segment.start),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          choose(first, segment.start);
        }
        if (event.key === "Escape") hover.hide();
      },
      onmouseenter: () => hover.show(element, segment.spans),
      onmouseleave: () => hover.hide(),
      onfocus: () => hover.show(element, segment.spans),
      onblur: () => hover.hide(),
    },
    segment.text,
  );
  return element;
}

function withheld(article: Article, spans: Span[]): HTMLElement[] {
  const rows = spans.filter((span) => span.kind !== "speaker" && span.kind !== "cue");
  const list = h("ol", { class: "cards" });
  append(
    list,
    rows.map((span) => h("li", { class: "card" }, h("blockquote", {}, span.text), spanCards([span]))),
  );
  return [
    h(
      "p",
      { class: "notice" },
      `The text of this article (${number(article.word_count)} words) is not in the release: its licence does not allow to publish it. Here are the rows that rest on it; the source has the rest.`,
    ),
    list,
  ];
}

async function showRow(aside: HTMLElement, spans: Span[], rowId: string | null): Promise<void> {
  const order: SpanKind[] = ["quote", "meeting", "pledge", "speaker", "cue"];
  const [span] = spans
    .filter((item) => item.row_id === rowId)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  if (!span) {
    fill(
      aside,
      h(
        "p",
        { class: "meta" },
        rowId
          ? `No row ${rowId} rests on this article.`
          : "Choose a highlighted passage to see the row that it supports.",
      ),
    );
    return;
  }
  const row = await loadRow(span);
  fill(aside, spanCards([span]), row && rowTable(row));
}

function scrollToChosen(text: HTMLElement, params: URLSearchParams): void {
  const chosen = [...text.querySelectorAll<HTMLElement>("mark.chosen")];
  const at = Number(params.get("at"));
  const target = chosen.find((mark) => at && Number(mark.dataset.start) >= at) ?? chosen[0];
  target?.scrollIntoView({ block: "center" });
}

function missing(id: string): View {
  return {
    title: "No such article",
    element: h(
      "section",
      {},
      h("h1", {}, "No such article"),
      h("p", {}, `This release has no article with the id ${id}. `, h("a", { href: href("articles") }, "All articles")),
    ),
  };
}
