/**
 * Quotes: facets and a full-text index in memory.
 *
 * The first view needs the facet columns and the newest rows only. The words of all quotes follow as one column; as
 * they are plain letters, the whole column is one string, and a search is a scan of that string.
 */

import type { Data, Utf8 } from "apache-arrow";
import { arrow, query } from "../lib/database";
import { parseTerms, type Term } from "../lib/fold";
import { rowsAt, type Table } from "../lib/rows";

export interface Quote {
  n: number;
  quote_id: string;
  article_id: string;
  title: string | null;
  published_on: string | null;
  text: string;
  quote_type: string;
  speaker_name: string | null;
  speaker_kind: string;
  speaker_role: string | null;
  speaker_iso3: string | null;
  cue: string | null;
  meeting_id: string | null;
  confidence: number;
}

export interface QuoteFilter {
  terms: Term[];
  speakers: string[];
  countries: string[];
  types: string[];
  from: string | null;
  to: string | null;
}

/** A column of few values: a number a row, and what the numbers stand for. */
export interface Coded {
  codes: Int32Array;
  values: (string | null)[];
}

export interface Facets {
  size: number;
  speaker: Coded;
  country: Coded;
  type: Coded;
  date: Coded;
  meeting: Coded;
}

const COLUMNS =
  "n, quote_id, article_id, title, published_on, text, quote_type, speaker_name, speaker_kind, speaker_role, speaker_iso3, cue, meeting_id, confidence";
const SOURCE = "read_parquet('views/quotes.parquet')";

let facets: Promise<Facets> | undefined;
let words: Promise<Words> | undefined;
let ready: Words | undefined;

/** The columns that are counted and filtered by, a few bytes a quote. */
export function loadFacets(): Promise<Facets> {
  facets ??= readFacets();
  facets.catch(() => {
    facets = undefined;
  });
  return facets;
}

async function readFacets(): Promise<Facets> {
  const [table, list] = [
    await arrow("select speaker, country, type, date, meeting from read_parquet('views/quote_facets.parquet')"),
    await query<{ facet: string; value: string | null }>(
      "select facet, value from read_parquet('views/facet_values.parquet')",
    ),
  ]; // both files are in order
  const coded = (name: string): Coded => ({
    codes: (table.getChild(name)?.toArray() as Int32Array | undefined) ?? new Int32Array(),
    values: list.filter((item) => item.facet === name).map((item) => item.value),
  });
  return {
    size: table.numRows,
    speaker: coded("speaker"),
    country: coded("country"),
    type: coded("type"),
    date: coded("date"),
    meeting: coded("meeting"),
  };
}

/** All quotes, with their words one after the other and where each begins. */
interface Words {
  table: Table;
  text: string;
  starts: Uint32Array;
}

/** Load the index; `loadFacets` and the first rows come before it. */
export function loadWords(): Promise<Words> {
  words ??= readWords();
  words.then(
    (value) => {
      ready = value;
    },
    () => {
      words = undefined;
    },
  );
  return words;
}

async function readWords(): Promise<Words> {
  const table = await arrow(`select ${COLUMNS}, search from ${SOURCE}`); // in the order of the file, which is that of n
  const decoder = new TextDecoder();
  const starts = new Uint32Array(table.numRows + 1);
  let row = 0;
  let text = "";
  // the column is ASCII, so its bytes are one string and its offsets are places in that string
  for (const { values, valueOffsets, length } of (table.getChild("search")?.data ?? []) as Data<Utf8>[]) {
    const first = valueOffsets[0] ?? 0;
    for (let place = 1; place <= length; place += 1) {
      starts[row + place] = text.length + (valueOffsets[place] as number) - first;
    }
    text += decoder.decode(values.subarray(first, valueOffsets[length]));
    row += length;
  }
  return { table, text, starts };
}

export function readFilter(params: URLSearchParams): QuoteFilter {
  return {
    terms: parseTerms(params.get("q") ?? ""),
    speakers: params.getAll("speaker"),
    countries: params.getAll("country"),
    types: params.getAll("type"),
    from: params.get("from"),
    to: params.get("to"),
  };
}

/** Which part of a filter each bit of a row's mask stands for: set where the row fails it. */
const BIT = { text: 1, speaker: 2, country: 4, type: 8, period: 16 } as const;
export type Part = keyof typeof BIT;

/** Rows with the parts of the filter that they fail. */
export interface Matches {
  failed: Uint8Array;
  facets: Facets;
}

/** Apply a filter to all quotes. */
export async function matchQuotes(filter: QuoteFilter): Promise<Matches> {
  const found = await loadFacets();
  const failed = new Uint8Array(found.size);
  failUnless(
    failed,
    found.speaker,
    BIT.speaker,
    filter.speakers.length ? (value) => filter.speakers.includes(value ?? "") : null,
  );
  failUnless(
    failed,
    found.country,
    BIT.country,
    filter.countries.length ? (value) => filter.countries.includes(value ?? "") : null,
  );
  failUnless(failed, found.type, BIT.type, filter.types.length ? (value) => filter.types.includes(value ?? "") : null);
  const { from, to } = filter;
  failUnless(
    failed,
    found.date,
    BIT.period,
    from || to ? (value) => value !== null && (!from || value >= from) && (!to || value <= to) : null,
  );
  if (filter.terms.length) {
    const index = await loadWords();
    for (const term of filter.terms) failUnlessFound(failed, index, term);
  }
  return { failed, facets: found };
}

function failUnless(
  failed: Uint8Array,
  column: Coded,
  bit: number,
  test: ((value: string | null) => boolean) | null,
): void {
  if (!test) return;
  const passes = column.values.map(test);
  const { codes } = column;
  for (let row = 0; row < codes.length; row += 1) {
    if (!passes[codes[row] as number]) failed[row] = (failed[row] as number) | bit;
  }
}

function failUnlessFound(failed: Uint8Array, { text, starts }: Words, { needle }: Term): void {
  const size = failed.length;
  let row = 0;
  let at = text.indexOf(needle);
  while (row < size) {
    const holder = at < 0 ? size : rowAt(starts, at, row);
    for (; row < holder; row += 1) failed[row] = (failed[row] as number) | BIT.text;
    row += 1;
    if (at >= 0 && row < size) at = text.indexOf(needle, starts[row]);
  }
}

/** The row that holds a place in the text, at or after another row. */
function rowAt(starts: Uint32Array, at: number, after: number): number {
  let low = after;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Numbers of the rows that pass everything, newest first. */
export function matching({ failed }: Matches): number[] {
  const rows: number[] = [];
  for (let row = 0; row < failed.length; row += 1) if (failed[row] === 0) rows.push(row);
  return rows;
}

export interface Counted {
  value: string;
  count: number;
}

/** Values of a column with counts over the rows that pass everything but that column's own part. */
export function countBy(
  { failed, facets: found }: Matches,
  column: "speaker" | "country" | "type" | "date",
  part: Part,
): Counted[] {
  const { codes, values } = found[column];
  const counts = new Uint32Array(values.length);
  const others = ~BIT[part] & 0xff;
  for (let row = 0; row < codes.length; row += 1) {
    if (((failed[row] as number) & others) === 0)
      counts[codes[row] as number] = (counts[codes[row] as number] as number) + 1;
  }
  const list = values.flatMap((value, code) =>
    value !== null && counts[code] ? [{ value, count: counts[code] as number }] : [],
  );
  return list.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** Quotes by number, in the order of the numbers. */
export async function loadQuotes(rows: readonly number[]): Promise<Quote[]> {
  if (!rows.length) return [];
  if (ready) return rowsAt(ready.table, rows) as unknown as Quote[];
  const list = rows.map(Math.trunc).join(", ");
  // the bounds let DuckDB skip row groups
  return query<Quote & Record<string, unknown>>(
    `select ${COLUMNS} from ${SOURCE} where n between ${Math.min(...rows)} and ${Math.max(...rows)} and n in (${list}) order by n`,
  );
}

export async function quotesAt(meetingId: string): Promise<Quote[]> {
  const found = await loadFacets();
  const code = found.meeting.values.indexOf(meetingId);
  if (code < 0) return [];
  const rows: number[] = [];
  found.meeting.codes.forEach((value, row) => {
    if (value === code) rows.push(row);
  });
  return loadQuotes(rows);
}
