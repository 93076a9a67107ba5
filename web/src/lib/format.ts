/** Values as words. */

import { countryName } from "./site";

const NUMBER = new Intl.NumberFormat("en");
const MONTHS = "January February March April May June July August September October November December".split(" ");

export function number(value: number): string {
  return NUMBER.format(value);
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** `military_personnel` → `military personnel`. */
export function words(code: string | null | undefined): string {
  return (code ?? "").replaceAll("_", " ");
}

/** `2014-09-15` → `15 September 2014`. */
export function day(iso: string | null | undefined): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  return match ? `${Number(match[3])} ${MONTHS[Number(match[2]) - 1]} ${match[1]}` : "";
}

export interface Dated {
  start_date: string | null;
  end_date: string | null;
  date_precision: string;
}

/** When a meeting took place, no more precisely than is known. */
export function when({ start_date: start, end_date: end, date_precision: precision }: Dated): string {
  if (!start) return "date not known";
  const [year, month] = start.split("-");
  if (precision === "year") return `in ${year}`;
  if (precision === "month") return `${MONTHS[Number(month) - 1]} ${year}`;
  if (precision === "week") return `week of ${day(start)}`;
  return end && end !== start ? `${day(start)} to ${day(end)}` : day(start);
}

export function place(city: string | null, iso3: string | null): string {
  return [city, countryName(iso3)].filter(Boolean).join(", ");
}

export interface Quantified {
  quantity: number | null;
  quantity_max: number | null;
  unit: string | null;
  quantity_qualifier: string | null;
  amount: number | null;
  currency: string | null;
}

const QUALIFIERS: Record<string, string> = { up_to: "up to ", about: "about ", at_least: "at least " };

/** `up to 10 aircraft`, `USD 500,000,000`. */
export function quantified(row: Quantified): string {
  const qualifier = QUALIFIERS[row.quantity_qualifier ?? ""] ?? "";
  const parts = [];
  if (row.quantity !== null) {
    const range = row.quantity_max === null ? "" : ` to ${number(row.quantity_max)}`;
    parts.push(`${qualifier}${number(row.quantity)}${range} ${row.unit ?? ""}`.trim());
  }
  if (row.amount !== null) parts.push(`${qualifier}${row.currency ?? ""} ${number(row.amount)}`.trim());
  return parts.join(", ");
}

export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit && size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** How sure the extraction is, as a percentage. */
export function percent(value: number | null): string {
  return value === null ? "" : `${Math.round(value * 100)} %`;
}
