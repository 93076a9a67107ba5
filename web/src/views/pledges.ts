/** Pledges: a matrix of pledger by category, coloured by stance, and the list behind it. */

import { STANCES, stanceBadge, stanceClass } from "../components/badges";
import { type Choice, counted, facet, filterPanel, period } from "../components/filters";
import { matrixTable } from "../components/matrix";
import { pledgeCard } from "../components/pledgeList";
import { filterPledges, loadPledges, matrix, type Pledge, pledgerKey, readFilter } from "../data/pledges";
import { fill, h } from "../lib/dom";
import { count, number, words } from "../lib/format";
import { href, navigate, toggled, withParams } from "../lib/route";
import { countryName } from "../lib/site";
import type { View } from "../shell";

const PAGE = 50;
const ROWS = 20;

export async function pledgesView(initial: URLSearchParams): Promise<View> {
  const pledges = await loadPledges();
  const names = new Map(
    pledges.map((pledge) => [
      pledgerKey(pledge),
      pledge.pledger_iso3 ? countryName(pledge.pledger_iso3) : pledge.pledger_name,
    ]),
  );
  const label = (key: string) => names.get(key) ?? key;
  let params = initial;
  const go = (next: URLSearchParams) => navigate(href("pledges", null, next));
  const toggle = (name: string) => (value: string) => go(toggled(params, name, value));
  const stances = facet("Stance", toggle("stance"), stanceClass);
  const progress = facet("Progress", toggle("progress"));
  const categories = facet("Category", toggle("category"));
  const pledgers = facet("Pledger", toggle("pledger"));
  const kinds = facet("Kind of pledger", toggle("kind"));
  const dates = period((from, to) => go(withParams(params, { from, to })));
  const confidence = h("input", {
    type: "range",
    min: 0,
    max: 0.95,
    step: 0.05,
    onchange: () => go(withParams(params, { confidence: Number(confidence.value) || null })),
  });
  const confidenceLabel = h("span", { class: "count" });
  const summary = h("p", { class: "summary", role: "status" });
  const table = h("div");
  const list = h("ol", { class: "cards" });

  const update = (next: URLSearchParams) => {
    params = next;
    const filter = readFilter(params);
    const shown = filterPledges(pledges, filter);
    stances.show(inOrder(counted(filterPledges(pledges, filter, "stance"), (p) => p.stance, words)), filter.stances);
    progress.show(
      counted(filterPledges(pledges, filter, "progress"), (p) => p.progress, words),
      filter.progress,
    );
    categories.show(
      counted(filterPledges(pledges, filter, "category"), (p) => p.category, words),
      filter.categories,
    );
    pledgers.show(counted(filterPledges(pledges, filter, "pledger"), pledgerKey, label), filter.pledgers);
    kinds.show(
      counted(filterPledges(pledges, filter, "kind"), (p) => p.pledger_kind, words),
      filter.kinds,
    );
    dates.show(filter.from, filter.to);
    confidence.value = String(filter.minimum);
    confidenceLabel.textContent = filter.minimum ? `at least ${Math.round(filter.minimum * 100)} %` : "any";
    fill(
      summary,
      h("strong", {}, count(shown.length, "pledge")),
      ` of ${number(pledges.length)}: `,
      byStance(shown),
      params.size > 0 &&
        h("span", { class: "tags" }, h("a", { class: "tag clear", href: href("pledges") }, "Clear all")),
    );
    const rows = matrix(shown, label);
    const isOpen = params.get("rows") === "all";
    fill(
      table,
      matrixTable(isOpen ? rows : rows.slice(0, ROWS), (pledger, category, stance) =>
        href(
          "pledges",
          null,
          withParams(params, { ...(pledger && { pledger }), ...(category && { category }), ...(stance && { stance }) }),
        ),
      ),
      rows.length > ROWS &&
        h(
          "p",
          {},
          h(
            "a",
            { class: "button quiet", href: href("pledges", null, withParams(params, { rows: isOpen ? null : "all" })) },
            isOpen ? "Show fewer pledgers" : `Show all ${number(rows.length)} pledgers`,
          ),
        ),
    );
    const limit = Number(params.get("show")) || PAGE;
    fill(
      list,
      shown.slice(0, limit).map(pledgeCard),
      shown.length > limit &&
        h(
          "li",
          { class: "more" },
          h(
            "a",
            { class: "button", href: href("pledges", null, withParams(params, { show: limit + PAGE })) },
            "Show more",
          ),
        ),
    );
  };
  update(initial);

  const element = h(
    "section",
    { class: "browse" },
    h("h1", {}, "Pledges"),
    h(
      "p",
      { class: "lead" },
      "What states and organisations said they would, might or would not do. An offer is not a commitment, and a commitment is not a delivery: each stance has its own colour, sign and count.",
    ),
    h("p", { class: "badges", "aria-label": "Stances" }, STANCES.map(stanceBadge)),
    h(
      "div",
      { class: "columns" },
      filterPanel(
        stances.element,
        progress.element,
        categories.element,
        pledgers.element,
        kinds.element,
        dates.element,
        h(
          "fieldset",
          { class: "facet" },
          h("legend", {}, "Confidence"),
          h("label", {}, confidence, " ", confidenceLabel),
        ),
      ),
      h("div", { class: "results" }, summary, table, h("h2", {}, "The rows"), list),
    ),
  );
  return { title: "Pledges", element, update };
}

function inOrder(choices: Choice[]): Choice[] {
  const place = (choice: Choice) => (STANCES as readonly string[]).indexOf(choice.value);
  return choices.sort((a, b) => place(a) - place(b));
}

/** A count for each stance, side by side. */
function byStance(pledges: readonly Pledge[]): string {
  const counts = counted(pledges, (pledge) => pledge.stance, words);
  return inOrder(counts)
    .map((choice) => `${number(choice.count)} ${choice.label}`)
    .join(", ");
}
