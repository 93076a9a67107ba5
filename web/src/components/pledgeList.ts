/** Pledges one after the other. */

import type { Pledge } from "../data/pledges";
import { h } from "../lib/dom";
import { day, quantified } from "../lib/format";
import { href } from "../lib/route";
import { badge, stanceBadge } from "./badges";

export function pledgeList(pledges: readonly Pledge[]): HTMLElement {
  return h("ol", { class: "cards" }, pledges.map(pledgeCard));
}

export function pledgeCard(pledge: Pledge): HTMLElement {
  const said = pledge.announced_by
    ? `said by ${[pledge.announced_by, pledge.announced_by_role].filter(Boolean).join(", ")}`
    : "";
  return h(
    "li",
    { class: "card" },
    h("h3", {}, h("a", { href: href("pledge", pledge.pledge_id) }, pledge.pledger_name, ": ", pledge.description)),
    h(
      "p",
      { class: "badges" },
      stanceBadge(pledge.stance),
      pledge.progress !== "not_applicable" && badge(pledge.progress),
      badge(pledge.category),
      h("span", { class: "figure" }, quantified(pledge)),
    ),
    h(
      "p",
      { class: "meta" },
      [
        day(pledge.announced_on),
        said,
        pledge.recipient_name && `for ${pledge.recipient_name}`,
        pledge.condition && `condition: ${pledge.condition}`,
      ]
        .filter(Boolean)
        .join(" · "),
    ),
  );
}
