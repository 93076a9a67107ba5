/** Articles: the list, and one article with the spans of every row that rests on it. */

import { query } from "../lib/database";

export interface ListedArticle {
  article_id: string;
  title: string | null;
  publisher: string | null;
  published_on: string | null;
  word_count: number;
  source_uri: string;
  withheld: boolean;
  quotes: number;
}

export interface Article {
  article_id: string;
  source_uri: string;
  url: string | null;
  publisher: string | null;
  authors: string[];
  title: string | null;
  published_on: string | null;
  published_on_method: string;
  dateline: string | null;
  text: string | null;
  captions: string[];
  word_count: number;
  duplicate_of: string | null;
}

export type SpanKind = "quote" | "speaker" | "cue" | "meeting" | "pledge";

/** A piece of text that a row rests on; offsets count code points. */
export interface Span {
  start: number;
  end: number;
  kind: SpanKind;
  row_id: string;
  label: string;
  detail: string;
  text: string;
}

let list: Promise<ListedArticle[]> | undefined;

export function loadArticles(): Promise<ListedArticle[]> {
  list ??= query<ListedArticle & Record<string, unknown>>("select * from read_parquet('views/article_list.parquet')");
  list.catch(() => {
    list = undefined;
  });
  return list;
}

export async function loadArticle(id: string): Promise<Article | undefined> {
  const [row] = await query<Article & Record<string, unknown>>(
    "select * from read_parquet('views/articles.parquet') where article_id = ?",
    id,
  );
  return row;
}

export function loadSpans(articleId: string): Promise<Span[]> {
  return query<Span & Record<string, unknown>>(
    `select start, "end", kind, row_id, label, detail, text from read_parquet('views/spans.parquet') where article_id = ? order by start, "end" desc, kind, row_id`,
    articleId,
  );
}

const TABLE_OF: Record<SpanKind, [table: string, key: string]> = {
  quote: ["quotes", "quote_id"],
  speaker: ["quotes", "quote_id"],
  cue: ["quotes", "quote_id"],
  meeting: ["meetings", "meeting_id"],
  pledge: ["pledges", "pledge_id"],
};

/** Every column of the row behind a span. */
export async function loadRow(span: Span): Promise<Record<string, unknown> | undefined> {
  const [table, key] = TABLE_OF[span.kind];
  const [row] = await query(`select * from read_parquet('release/${table}.parquet') where ${key} = ?`, span.row_id);
  return row;
}
