/** One meeting: who, where, what was promised and said there, and the words behind it. */

import { badge } from "../components/badges";
import { evidenceSection } from "../components/evidence";
import { pledgeList } from "../components/pledgeList";
import { quoteList } from "../components/quoteList";
import { type FullMeeting, loadMeeting, type Party } from "../data/meetings";
import { pledgesAt } from "../data/pledges";
import { quotesAt } from "../data/quotes";
import { h } from "../lib/dom";
import { count, place, when, words } from "../lib/format";
import { href } from "../lib/route";
import { countryName } from "../lib/site";
import type { View } from "../shell";

const DATE_METHODS: Record<string, string> = {
  explicit: "as printed",
  relative: "counted from the date of the article",
  partial: "completed from context",
  linked_article: "from another article about the same meeting",
};

export async function meetingView(id: string): Promise<View> {
  const meeting = await loadMeeting(id);
  if (!meeting) return missing(id);
  const [pledges, quotes, evidence] = await Promise.all([
    pledgesAt(id),
    quotesAt(id),
    evidenceSection(id, meeting.evidence),
  ]);
  const element = h(
    "section",
    { class: "page" },
    h("p", { class: "crumbs" }, h("a", { href: href("meetings") }, "Meetings")),
    h("h1", {}, meeting.name),
    h(
      "p",
      { class: "badges" },
      badge(meeting.meeting_type),
      badge(meeting.status),
      meeting.format !== "unknown" && badge(meeting.format),
    ),
    facts(meeting),
    parties("Hosts", meeting.hosts),
    parties("Participants", meeting.participants),
    h("h2", {}, "Pledges made here"),
    pledges.length ? pledgeList(pledges) : h("p", { class: "none" }, "None that the articles tie to this meeting."),
    h("h2", {}, "Quotes from here"),
    quotes.length ? quoteList(quotes) : h("p", { class: "none" }, "None that the articles tie to this meeting."),
    evidence,
  );
  return { title: meeting.name, element };
}

function missing(id: string): View {
  return {
    title: "No such meeting",
    element: h(
      "section",
      {},
      h("h1", {}, "No such meeting"),
      h(
        "p",
        {},
        `This release has no meeting with the id ${id}. A row may have been merged or removed since an earlier one. `,
        h("a", { href: href("meetings") }, "All meetings"),
      ),
    ),
  };
}

function facts(meeting: FullMeeting): HTMLElement {
  const method = DATE_METHODS[meeting.date_method];
  const rows: [string, string][] = [
    ["When", meeting.start_date ? `${when(meeting)}${method ? ` (${method})` : ""}` : "not known"],
    ["Where", [meeting.venue, place(meeting.city, meeting.country_iso3)].filter(Boolean).join(", ") || "not known"],
    [
      "Reported",
      meeting.participants_reported.map((item) => [item.count, item.unit].filter(Boolean).join(" ")).join("; "),
    ],
    ["Id", meeting.meeting_id],
  ];
  return h(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

function parties(title: string, list: Party[]): HTMLElement | null {
  if (!list.length) return null;
  return h(
    "section",
    {},
    h("h2", {}, title, " ", h("span", { class: "meta" }, count(list.length, "party", "parties"))),
    h(
      "ul",
      { class: "parties" },
      list.map((party) =>
        h(
          "li",
          {},
          h("strong", {}, party.name),
          h(
            "span",
            { class: "meta" },
            [
              party.role,
              party.kind === "country" ? "" : countryName(party.iso3),
              party.mode && party.mode !== "attended" ? words(party.mode) : "",
            ]
              .filter(Boolean)
              .map((part) => ` · ${part}`)
              .join(""),
          ),
        ),
      ),
    ),
  );
}
