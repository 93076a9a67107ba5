/** Quotes: full-text search while typing, with facets of speaker, country, kind and date. */

import { facet, filterPanel, period } from "../components/filters";
import { quoteList } from "../components/quoteList";
import { resizing } from "../components/resizing";
import { timeline } from "../components/timeline";
import {
  countBy,
  loadFacets,
  loadQuotes,
  loadWords,
  type Matches,
  matching,
  matchQuotes,
  readFilter,
} from "../data/quotes";
import { fill, h } from "../lib/dom";
import { count, number, words } from "../lib/format";
import { href, navigate, toggled, withParams } from "../lib/route";
import { countryName } from "../lib/site";
import type { View } from "../shell";

const PAGE = 30;

export async function quotesView(initial: URLSearchParams): Promise<View> {
  const { size } = await loadFacets();
  let params = initial;
  let turn = 0;
  let matches: Matches | undefined;
  const go = (next: URLSearchParams, replace = false) =>
    navigate(href("quotes", null, withParams(next, { show: next.get("show") })), replace);
  const toggle = (name: string) => (value: string) => go(withParams(toggled(params, name, value), { show: null }));
  const search = h("input", {
    type: "search",
    id: "search",
    placeholder: "words, beginnings of words, “a phrase”",
    autocomplete: "off",
    spellcheck: "false",
    oninput: () => go(withParams(params, { q: search.value, show: null }), true),
  });
  const speakers = facet("Speaker", toggle("speaker"));
  const countries = facet("Country", toggle("country"));
  const types = facet("Kind", toggle("type"));
  const dates = period((from, to) => go(withParams(params, { from, to, show: null })));
  const summary = h("p", { class: "summary", role: "status" });
  const list = h("div");
  const note = h("p", { class: "meta" });
  const time = resizing("timeline", (width) =>
    timeline({
      items: matches ? datesOf(matches) : [],
      colour: () => "series-1",
      groups: ["quotes"],
      range: readFilter(params),
      width,
      label: "Quotes over time, by date of the article",
      address: (from, to) => href("quotes", null, withParams(params, { from, to, show: null })),
      onRange: (from, to) => go(withParams(params, { from, to, show: null })),
    }),
  );

  const update = async (next: URLSearchParams) => {
    const begun = performance.now();
    params = next;
    turn += 1;
    const own = turn;
    if (document.activeElement !== search) search.value = params.get("q") ?? "";
    const filter = readFilter(params);
    const found = await matchQuotes(filter);
    if (own !== turn) return;
    matches = found;
    const rows = matching(found);
    const label = (value: string) => value;
    const choices = (column: "speaker" | "country" | "type", name: (value: string) => string) =>
      countBy(found, column, column).map((item) => ({ ...item, label: name(item.value) }));
    speakers.show(choices("speaker", label), filter.speakers);
    countries.show(choices("country", countryName), filter.countries);
    types.show(choices("type", words), filter.types);
    dates.show(filter.from, filter.to);
    const limit = Number(params.get("show")) || PAGE;
    fill(
      summary,
      h("strong", {}, count(rows.length, "quote")),
      ` of ${number(size)}`,
      params.size > 0 &&
        h("span", { class: "tags" }, h("a", { class: "tag clear", href: href("quotes") }, "Clear all")),
    );
    const undated = rows.length - datedWithin(found);
    fill(note, undated > 0 && `Not drawn: ${count(undated, "quote")} from articles without a date.`);
    performance.measure("search", { start: begun, end: performance.now() });
    const quotes = await loadQuotes(rows.slice(0, limit));
    if (own !== turn) return;
    fill(
      list,
      quoteList(quotes, filter.terms),
      rows.length > limit &&
        h(
          "p",
          { class: "more" },
          h(
            "a",
            { class: "button", href: href("quotes", null, withParams(params, { show: limit + PAGE })) },
            "Show more",
          ),
        ),
    );
    performance.measure("search-shown", { start: begun, end: performance.now() });
    time.draw(); // after the list, which is what is waited for
  };
  await update(initial);
  const idle = window.setTimeout(() => void loadWords(), 50); // ready before the first letter is typed

  const element = h(
    "section",
    { class: "browse" },
    h("h1", {}, "Quotes"),
    h(
      "div",
      { class: "searchbar" },
      h("label", { for: "search" }, "Search the words and speakers of all quotes"),
      search,
    ),
    h(
      "div",
      { class: "columns" },
      filterPanel(speakers.element, countries.element, types.element, dates.element),
      h("div", { class: "results" }, summary, time.element, note, list),
    ),
  );
  return {
    title: "Quotes",
    element,
    update,
    close: () => {
      window.clearTimeout(idle);
      time.close();
    },
  };
}

function datesOf(matches: Matches): { date: string; group: string; count: number }[] {
  return countBy(matches, "date", "period").map(({ value, count: times }) => ({
    date: value,
    group: "quotes",
    count: times,
  }));
}

/** Rows that pass everything and have a date. */
function datedWithin(matches: Matches): number {
  const { codes, values } = matches.facets.date;
  return matching(matches).filter((row) => values[codes[row] ?? -1] !== null).length;
}
