/** Meetings: the list with its filters, and one meeting with everything said and promised there. */

import type { Evidence } from "../components/evidence";
import { query } from "../lib/database";
import type { Dated } from "../lib/format";

export interface Meeting extends Dated {
  meeting_id: string;
  name: string;
  meeting_type: string;
  format: string;
  status: string;
  city: string | null;
  country_iso3: string | null;
  latitude: number | null;
  longitude: number | null;
  participants: number;
  mentions: number;
}

export interface Party {
  name: string;
  kind: string;
  iso3: string | null;
  role: string | null;
  mode?: string;
}

export interface FullMeeting extends Omit<Meeting, "participants" | "mentions"> {
  date_method: string;
  venue: string | null;
  hosts: Party[];
  participants: Party[];
  participants_reported: { count: number | null; unit: string; article_id: string }[];
  evidence: Evidence[];
}

export interface MeetingFilter {
  from: string | null;
  to: string | null;
  place: string | null;
  types: string[];
  statuses: string[];
  countries: string[];
}

let all: Promise<Meeting[]> | undefined;

export function loadMeetings(): Promise<Meeting[]> {
  all ??= query<Meeting & Record<string, unknown>>("select * from read_parquet('views/meetings.parquet')");
  all.catch(() => {
    all = undefined;
  });
  return all;
}

export async function loadMeeting(id: string): Promise<FullMeeting | undefined> {
  const [row] = await query<FullMeeting & Record<string, unknown>>(
    "select * from read_parquet('release/meetings.parquet') where meeting_id = ?",
    id,
  );
  return row;
}

export function readFilter(params: URLSearchParams): MeetingFilter {
  return {
    from: params.get("from"),
    to: params.get("to"),
    place: params.get("place"),
    types: params.getAll("type"),
    statuses: params.getAll("status"),
    countries: params.getAll("country"),
  };
}

/** The name of a place on the map: a city with its country. */
export function placeKey(meeting: { city: string | null; country_iso3: string | null }): string | null {
  return meeting.city ? `${meeting.city}, ${meeting.country_iso3 ?? "?"}` : null;
}

type Part = "period" | "place" | "type" | "status" | "country";

/** The meetings that pass a filter; `except` leaves one part of it out, for the chart that shows that part. */
export function filterMeetings(meetings: readonly Meeting[], filter: MeetingFilter, except?: Part): Meeting[] {
  const tests: [Part, (meeting: Meeting) => boolean][] = [];
  const { from, to, place, types, statuses, countries } = filter;
  // a meeting known to a week or month counts where any of its days may fall
  if (from) tests.push(["period", (m) => m.start_date !== null && (m.end_date ?? m.start_date) >= from]);
  if (to) tests.push(["period", (m) => m.start_date !== null && m.start_date <= to]);
  if (place) tests.push(["place", (m) => placeKey(m) === place]);
  if (types.length) tests.push(["type", (m) => types.includes(m.meeting_type)]);
  if (statuses.length) tests.push(["status", (m) => statuses.includes(m.status)]);
  if (countries.length) tests.push(["country", (m) => countries.includes(m.country_iso3 ?? "")]);
  const used = tests.filter(([part]) => part !== except).map(([, test]) => test);
  return meetings.filter((meeting) => used.every((test) => test(meeting)));
}
