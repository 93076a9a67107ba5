/** Pledges: the list with its filters, and one pledge with its evidence. */

import type { Evidence } from "../components/evidence";
import { arrow, query } from "../lib/database";
import type { Quantified } from "../lib/format";
import { lazyRows } from "../lib/rows";

export interface Pledge extends Quantified {
  pledge_id: string;
  pledger_name: string;
  pledger_kind: string;
  pledger_iso3: string | null;
  recipient_name: string | null;
  recipient_iso3: string | null;
  scope_iso3: string[];
  category: string;
  stance: string;
  progress: string;
  description: string;
  announced_by: string | null;
  announced_by_role: string | null;
  announced_on: string | null;
  meeting_id: string | null;
  condition: string | null;
  confidence: number;
}

export interface FullPledge extends Pledge {
  evidence: Evidence[];
}

export interface PledgeFilter {
  pledgers: string[];
  kinds: string[];
  categories: string[];
  stances: string[];
  progress: string[];
  from: string | null;
  to: string | null;
  minimum: number;
}

/** What every filter looks at; the other columns are only read for rows on the page. */
const FILTERED = [
  "pledger_name",
  "pledger_kind",
  "pledger_iso3",
  "category",
  "stance",
  "progress",
  "announced_on",
  "meeting_id",
  "confidence",
];
let all: Promise<Pledge[]> | undefined;

export function loadPledges(): Promise<Pledge[]> {
  all ??= arrow("select * from read_parquet('views/pledges.parquet')").then(
    (table) => lazyRows(table, FILTERED) as unknown[] as Pledge[],
  );
  all.catch(() => {
    all = undefined;
  });
  return all;
}

export async function loadPledge(id: string): Promise<FullPledge | undefined> {
  const [row] = await query<FullPledge & Record<string, unknown>>(
    "select * from read_parquet('release/pledges.parquet') where pledge_id = ?",
    id,
  );
  return row;
}

export async function pledgesAt(meetingId: string): Promise<Pledge[]> {
  return (await loadPledges()).filter((pledge) => pledge.meeting_id === meetingId);
}

/** What stands for a pledger in the matrix and in addresses: the country's code, else the name. */
export function pledgerKey(pledge: Pledge): string {
  return pledge.pledger_iso3 ?? pledge.pledger_name;
}

export function readFilter(params: URLSearchParams): PledgeFilter {
  return {
    pledgers: params.getAll("pledger"),
    kinds: params.getAll("kind"),
    categories: params.getAll("category"),
    stances: params.getAll("stance"),
    progress: params.getAll("progress"),
    from: params.get("from"),
    to: params.get("to"),
    minimum: Number(params.get("confidence")) || 0,
  };
}

type Part = "pledger" | "kind" | "category" | "stance" | "progress" | "period" | "confidence";

export function filterPledges(pledges: readonly Pledge[], filter: PledgeFilter, except?: Part): Pledge[] {
  const tests: [Part, (pledge: Pledge) => boolean][] = [];
  const among = (part: Part, values: string[], key: (pledge: Pledge) => string) => {
    if (values.length) tests.push([part, (pledge) => values.includes(key(pledge))]);
  };
  among("pledger", filter.pledgers, pledgerKey);
  among("kind", filter.kinds, (pledge) => pledge.pledger_kind);
  among("category", filter.categories, (pledge) => pledge.category);
  among("stance", filter.stances, (pledge) => pledge.stance);
  among("progress", filter.progress, (pledge) => pledge.progress);
  const { from, to, minimum } = filter;
  if (from) tests.push(["period", (pledge) => pledge.announced_on !== null && pledge.announced_on >= from]);
  if (to) tests.push(["period", (pledge) => pledge.announced_on !== null && pledge.announced_on <= to]);
  if (minimum) tests.push(["confidence", (pledge) => pledge.confidence >= minimum]);
  const used = tests.filter(([part]) => part !== except).map(([, test]) => test);
  return pledges.filter((pledge) => used.every((test) => test(pledge)));
}

/** Counts of one pledger: by category, then by stance. Stances are never added up. */
export interface MatrixRow {
  key: string;
  label: string;
  cells: Map<string, Map<string, number>>;
  total: number;
}

export function matrix(pledges: readonly Pledge[], label: (key: string) => string): MatrixRow[] {
  const rows = new Map<string, MatrixRow>();
  for (const pledge of pledges) {
    const key = pledgerKey(pledge);
    const row = rows.get(key) ?? { key, label: label(key), cells: new Map(), total: 0 };
    const cell = row.cells.get(pledge.category) ?? new Map<string, number>();
    cell.set(pledge.stance, (cell.get(pledge.stance) ?? 0) + 1);
    row.cells.set(pledge.category, cell);
    row.total += 1;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => b.total - a.total || a.label.localeCompare(b.label));
}
