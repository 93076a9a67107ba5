/** Articles: the list, by words of the title or publisher. */

import { loadArticles } from "../data/articles";
import { fill, h } from "../lib/dom";
import { fold, parseTerms } from "../lib/fold";
import { count, day, number } from "../lib/format";
import { href, navigate, withParams } from "../lib/route";
import type { View } from "../shell";

const PAGE = 100;

export async function articlesView(initial: URLSearchParams): Promise<View> {
  const articles = await loadArticles();
  const folded = articles.map((article) => ` ${fold(`${article.title ?? ""} ${article.publisher ?? ""}`)} `);
  let params = initial;
  const search = h("input", {
    type: "search",
    id: "search",
    autocomplete: "off",
    oninput: () => navigate(href("articles", null, withParams(params, { q: search.value, show: null })), true),
  });
  const summary = h("p", { class: "summary", role: "status" });
  const body = h("tbody");
  const more = h("p", { class: "more" });

  const update = (next: URLSearchParams) => {
    params = next;
    if (document.activeElement !== search) search.value = params.get("q") ?? "";
    const terms = parseTerms(params.get("q") ?? "");
    const shown = articles.filter((_, index) => terms.every((term) => folded[index]?.includes(term.needle)));
    const limit = Number(params.get("show")) || PAGE;
    fill(summary, h("strong", {}, count(shown.length, "article")), ` of ${number(articles.length)}`);
    fill(
      body,
      shown
        .slice(0, limit)
        .map((article) =>
          h(
            "tr",
            {},
            h(
              "th",
              { scope: "row" },
              h("a", { href: href("article", article.article_id) }, article.title ?? article.article_id),
            ),
            h("td", {}, article.publisher ?? ""),
            h("td", {}, day(article.published_on)),
            h(
              "td",
              { class: "number" },
              number(article.word_count),
              article.withheld && h("span", { class: "meta" }, " (withheld)"),
            ),
            h("td", { class: "number" }, number(article.quotes)),
          ),
        ),
    );
    fill(
      more,
      shown.length > limit &&
        h(
          "a",
          { class: "button", href: href("articles", null, withParams(params, { show: limit + PAGE })) },
          "Show more",
        ),
    );
  };
  update(initial);

  const element = h(
    "section",
    { class: "browse" },
    h("h1", {}, "Articles"),
    h("div", { class: "searchbar" }, h("label", { for: "search" }, "Search titles and publishers"), search),
    summary,
    h(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": "Articles; scrolls sideways" },
      h(
        "table",
        { class: "data" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Title", "Publisher", "Published", "Words", "Quotes"].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        body,
      ),
    ),
    more,
  );
  return { title: "Articles", element, update };
}
