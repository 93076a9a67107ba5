/** One pledge: every column in words, and its evidence. */

import { badge, stanceBadge } from "../components/badges";
import { evidenceSection } from "../components/evidence";
import { loadMeeting } from "../data/meetings";
import { type FullPledge, loadPledge, pledgerKey } from "../data/pledges";
import { type Child, h } from "../lib/dom";
import { day, percent, quantified, words } from "../lib/format";
import { href } from "../lib/route";
import { countryName } from "../lib/site";
import type { View } from "../shell";

export async function pledgeView(id: string): Promise<View> {
  const pledge = await loadPledge(id);
  if (!pledge) return missing(id);
  const [meeting, evidence] = await Promise.all([
    pledge.meeting_id ? loadMeeting(pledge.meeting_id) : undefined,
    evidenceSection(id, pledge.evidence),
  ]);
  const element = h(
    "section",
    { class: "page" },
    h("p", { class: "crumbs" }, h("a", { href: href("pledges") }, "Pledges")),
    h("h1", {}, pledge.pledger_name, ": ", pledge.description),
    h(
      "p",
      { class: "badges" },
      stanceBadge(pledge.stance),
      pledge.progress !== "not_applicable" && badge(pledge.progress),
      badge(pledge.category),
    ),
    facts(pledge, meeting && h("a", { href: href("meeting", meeting.meeting_id) }, meeting.name)),
    evidence,
  );
  return { title: `${pledge.pledger_name}: ${pledge.description}`, element };
}

function facts(pledge: FullPledge, meeting: Child): HTMLElement {
  const rows: [string, Child][] = [
    [
      "Pledger",
      [
        h("a", { href: href("pledges", null, { pledger: pledgerKey(pledge) }) }, pledge.pledger_name),
        ` (${words(pledge.pledger_kind)})`,
      ],
    ],
    ["How much", quantified(pledge)],
    ["For", [pledge.recipient_name ?? countryName(pledge.recipient_iso3)].filter(Boolean).join("")],
    ["Where it applies", pledge.scope_iso3.map(countryName).join(", ")],
    ["Condition", pledge.condition],
    ["Said by", [pledge.announced_by, pledge.announced_by_role].filter(Boolean).join(", ")],
    ["Said on", day(pledge.announced_on)],
    ["At", meeting],
    ["Confidence", `${percent(pledge.confidence)}: how often a row of its kind is right`],
    ["Id", pledge.pledge_id],
  ];
  return h(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

function missing(id: string): View {
  return {
    title: "No such pledge",
    element: h(
      "section",
      {},
      h("h1", {}, "No such pledge"),
      h(
        "p",
        {},
        `This release has no pledge with the id ${id}. A row may have been merged or removed since an earlier one. `,
        h("a", { href: href("pledges") }, "All pledges"),
      ),
    ),
  };
}
