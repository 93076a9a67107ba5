/** Quotes one after the other, with the words that were searched for marked. */

import type { Quote } from "../data/quotes";
import { type Child, h } from "../lib/dom";
import { findMatches, type Term } from "../lib/fold";
import { day } from "../lib/format";
import { href } from "../lib/route";
import { countryName } from "../lib/site";
import { badge } from "./badges";

export function quoteList(quotes: readonly Quote[], terms: Term[] = []): HTMLElement {
  return h(
    "ol",
    { class: "cards" },
    quotes.map((quote) => quoteCard(quote, terms)),
  );
}

export function quoteCard(quote: Quote, terms: Term[]): HTMLElement {
  const marks = quote.quote_type === "indirect" ? ["", ""] : ["“", "”"];
  return h(
    "li",
    { class: "card quote" },
    h("blockquote", {}, marks[0], marked(quote.text, terms), marks[1]),
    h(
      "p",
      {},
      h("strong", {}, quote.speaker_name ? marked(quote.speaker_name, terms) : "unnamed source"),
      h(
        "span",
        { class: "meta" },
        [quote.speaker_role, countryName(quote.speaker_iso3)]
          .filter(Boolean)
          .map((part) => ` · ${part}`)
          .join(""),
      ),
    ),
    h(
      "p",
      { class: "badges" },
      badge(quote.quote_type),
      h(
        "span",
        { class: "meta" },
        day(quote.published_on),
        quote.published_on && " · ",
        h("a", { href: href("article", quote.article_id, { row: quote.quote_id }) }, quote.title ?? "the article"),
      ),
    ),
  );
}

function marked(text: string, terms: Term[]): Child[] {
  const parts: Child[] = [];
  let at = 0;
  for (const [start, end] of findMatches(text, terms)) {
    parts.push(text.slice(at, start), h("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts;
}
