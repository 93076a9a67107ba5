/** Meetings: a timeline and a map that filter each other, and the list that both leave. */

import { badge } from "../components/badges";
import { counted, facet, filterPanel, period } from "../components/filters";
import { type Spot, spotMap } from "../components/map";
import { MEETING_TYPES, typeColour } from "../components/meetingTypes";
import { resizing } from "../components/resizing";
import { timeline } from "../components/timeline";
import { filterMeetings, loadMeetings, type Meeting, placeKey, readFilter } from "../data/meetings";
import { fill, h } from "../lib/dom";
import { count, place, when, words } from "../lib/format";
import { href, navigate, toggled, withParams } from "../lib/route";
import { countryName } from "../lib/site";
import type { View } from "../shell";

const PAGE = 100;

export async function meetingsView(initial: URLSearchParams): Promise<View> {
  const meetings = await loadMeetings();
  let params = initial;
  const go = (next: URLSearchParams) => navigate(href("meetings", null, next));
  const toggle = (name: string) => (value: string) => go(toggled(params, name, value));
  const types = facet("Type", toggle("type"), (type) => typeColour(type));
  const statuses = facet("Status", toggle("status"));
  const countries = facet("Country", toggle("country"));
  const dates = period((from, to) => go(withParams(params, { from, to })));
  const summary = h("p", { class: "summary", role: "status" });
  const list = h("ol", { class: "cards" });
  const note = h("p", { class: "meta" });

  const time = resizing("timeline", (width) => {
    const filter = readFilter(params);
    return timeline({
      items: filterMeetings(meetings, filter, "period").flatMap((m) =>
        m.start_date ? [{ date: m.start_date, group: m.meeting_type }] : [],
      ),
      colour: typeColour,
      groups: MEETING_TYPES,
      range: filter,
      width,
      label: "Meetings over time, by type",
      address: (from, to) => href("meetings", null, withParams(params, { from, to })),
      onRange: (from, to) => go(withParams(params, { from, to })),
    });
  });
  const map = resizing("map", (width) => {
    const filter = readFilter(params);
    return spotMap({
      spots: spots(filterMeetings(meetings, filter, "place")),
      chosen: filter.place,
      width,
      whole: params.get("map") === "world",
      address: (spot) =>
        href("meetings", null, withParams(params, { place: spot.key === filter.place ? null : spot.key })),
    });
  });
  const whole = h("a", { class: "button quiet" });

  const update = (next: URLSearchParams) => {
    params = next;
    const filter = readFilter(params);
    const shown = filterMeetings(meetings, filter);
    types.show(
      counted(filterMeetings(meetings, filter, "type"), (m) => m.meeting_type, words),
      filter.types,
    );
    statuses.show(
      counted(filterMeetings(meetings, filter, "status"), (m) => m.status, words),
      filter.statuses,
    );
    countries.show(
      counted(filterMeetings(meetings, filter, "country"), (m) => m.country_iso3, countryName),
      filter.countries,
    );
    dates.show(filter.from, filter.to);
    fill(summary, h("strong", {}, count(shown.length, "meeting")), ` of ${meetings.length}`, chosen(params));
    const undated = filterMeetings(meetings, filter, "period").filter((m) => !m.start_date).length;
    const unplaced = filterMeetings(meetings, filter, "place").filter((m) => m.latitude === null).length;
    fill(note, notShown(undated, unplaced));
    const isWhole = params.get("map") === "world";
    whole.setAttribute("href", href("meetings", null, withParams(params, { map: isWhole ? null : "world" })));
    whole.textContent = isWhole ? "Zoom the map to the meetings" : "Show the whole world";
    const limit = Number(params.get("show")) || PAGE;
    fill(
      list,
      shown.slice(0, limit).map(card),
      shown.length > limit &&
        h(
          "li",
          { class: "more" },
          h(
            "a",
            { class: "button", href: href("meetings", null, withParams(params, { show: limit + PAGE })) },
            "Show more",
          ),
        ),
    );
    time.draw();
    map.draw();
  };
  update(initial);

  const element = h(
    "section",
    { class: "browse" },
    h("h1", {}, "Meetings"),
    h(
      "p",
      { class: "lead" },
      "Who met, when and where, as the articles tell it. A bar or a dot is a link that narrows everything else; drag over the bars for a range.",
    ),
    h(
      "div",
      { class: "columns" },
      filterPanel(types.element, statuses.element, countries.element, dates.element),
      h(
        "div",
        { class: "results" },
        h("div", { class: "charts" }, time.element, map.element),
        h("div", { class: "row" }, note, whole),
        summary,
        list,
      ),
    ),
  );
  const close = () => {
    time.close();
    map.close();
  };
  return { title: "Meetings", element, update, close };
}

function spots(meetings: Meeting[]): Spot[] {
  const found = new Map<string, Spot>();
  for (const meeting of meetings) {
    const key = placeKey(meeting);
    if (!key || meeting.latitude === null || meeting.longitude === null) continue;
    const spot = found.get(key) ?? {
      key,
      label: place(meeting.city, meeting.country_iso3),
      latitude: meeting.latitude,
      longitude: meeting.longitude,
      count: 0,
    };
    spot.count += 1;
    found.set(key, spot);
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** The filters that are on, each with a link that takes it off. */
function chosen(params: URLSearchParams): HTMLElement | null {
  const names: [string, (value: string) => string][] = [
    ["type", words],
    ["status", words],
    ["country", countryName],
    ["place", (value) => value.replace(/, \w+$/, "")],
    ["from", (value) => `from ${value}`],
    ["to", (value) => `to ${value}`],
  ];
  const links = names.flatMap(([name, label]) =>
    params.getAll(name).map((value) =>
      h(
        "a",
        {
          class: "tag",
          href: href("meetings", null, toggled(params, name, value)),
          "aria-label": `Remove the filter ${label(value)}`,
        },
        label(value),
        " ×",
      ),
    ),
  );
  if (!links.length) return null;
  return h("span", { class: "tags" }, links, h("a", { class: "tag clear", href: href("meetings") }, "Clear all"));
}

function notShown(undated: number, unplaced: number): string {
  const parts = [];
  if (undated) parts.push(`${count(undated, "meeting")} without a known date`);
  if (unplaced) parts.push(`${count(unplaced, "meeting")} without a known city`);
  return parts.length ? `Not drawn: ${parts.join(", ")}.` : "";
}

function card(meeting: Meeting): HTMLElement {
  return h(
    "li",
    { class: "card" },
    h("h2", {}, h("a", { href: href("meeting", meeting.meeting_id) }, meeting.name)),
    h("p", { class: "meta" }, [when(meeting), place(meeting.city, meeting.country_iso3)].filter(Boolean).join(" · ")),
    h(
      "p",
      { class: "badges" },
      h(
        "span",
        { class: "badge" },
        h("span", { class: `swatch ${typeColour(meeting.meeting_type)}`, "aria-hidden": "true" }),
        words(meeting.meeting_type),
      ),
      badge(meeting.status),
      meeting.format !== "unknown" && badge(meeting.format),
      h(
        "span",
        { class: "meta" },
        [meeting.participants ? count(meeting.participants, "participant") : "", count(meeting.mentions, "mention")]
          .filter(Boolean)
          .join(", "),
      ),
    ),
  );
}
