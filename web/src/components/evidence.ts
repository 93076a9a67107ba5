/** The words that support a row, each with a link to its place in the article. */

import { query } from "../lib/database";
import { h } from "../lib/dom";
import { count, day } from "../lib/format";
import { href } from "../lib/route";

export interface Evidence {
  article_id: string;
  start: number;
  end: number;
  text: string;
}

interface Source {
  article_id: string;
  title: string | null;
  publisher: string | null;
  published_on: string | null;
}

export async function evidenceSection(rowId: string, evidence: readonly Evidence[]): Promise<HTMLElement> {
  const sources = await sourcesOf(evidence.map((item) => item.article_id));
  return h(
    "section",
    { class: "evidence" },
    h("h2", {}, `Evidence: ${count(evidence.length, "mention")} in ${count(sources.size, "article")}`),
    [...sources].map(([id, source]) =>
      h(
        "article",
        {},
        h("h3", {}, h("a", { href: href("article", id, { row: rowId }) }, source?.title ?? id)),
        h("p", { class: "meta" }, [source?.publisher, day(source?.published_on)].filter(Boolean).join(" · ")),
        evidence
          .filter((item) => item.article_id === id)
          .map((item) =>
            h(
              "blockquote",
              {},
              item.text,
              " ",
              h(
                "a",
                {
                  class: "place",
                  href: href("article", id, { row: rowId, at: item.start }),
                  "aria-label": "Show these words in the article",
                },
                "in the article",
              ),
            ),
          ),
      ),
    ),
  );
}

/** Articles by id, in the order of first mention. */
async function sourcesOf(ids: readonly string[]): Promise<Map<string, Source | undefined>> {
  const wanted = [...new Set(ids)];
  const marks = wanted.map(() => "?").join(", ");
  const rows = await query<Source & Record<string, unknown>>(
    `select article_id, title, publisher, published_on from read_parquet('views/article_list.parquet') where article_id in (${marks})`,
    ...wanted,
  );
  const found = new Map(rows.map((row) => [row.article_id, row as Source]));
  return new Map(wanted.map((id) => [id, found.get(id)]));
}
