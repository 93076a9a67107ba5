/** Pledger by category: a chip for each stance with its own count. Nothing is added up across stances. */

import type { MatrixRow } from "../data/pledges";
import { h } from "../lib/dom";
import { words } from "../lib/format";
import { STANCES, stanceChip } from "./badges";

export const CATEGORIES = [
  "military_personnel",
  "air_operations",
  "weapons_equipment",
  "training",
  "military_assistance",
  "intelligence_surveillance",
  "logistics_basing",
  "humanitarian",
  "financial",
  "law_enforcement",
  "political",
  "other",
] as const;

/**
 * @param address of the pledges behind a chip; null stands for all pledgers or all categories.
 */
export function matrixTable(
  rows: readonly MatrixRow[],
  address: (pledger: string | null, category: string | null, stance: string | null) => string,
): HTMLElement {
  const categories = CATEGORIES.filter((category) => rows.some((row) => row.cells.has(category)));
  return h(
    "div",
    {
      class: "scroller",
      tabindex: "0",
      role: "region",
      "aria-label": "Pledges by pledger and category; scrolls sideways",
    },
    h(
      "table",
      { class: "matrix" },
      h("caption", { class: "hidden" }, "Number of pledges by pledger, category and stance"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", { scope: "col" }, "Pledger"),
          categories.map((category) =>
            h("th", { scope: "col" }, h("a", { href: address(null, category, null) }, words(category))),
          ),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, h("a", { href: address(row.key, null, null) }, row.label)),
            categories.map((category) => h("td", {}, chips(row, category, address))),
          ),
        ),
      ),
    ),
  );
}

function chips(
  row: MatrixRow,
  category: string,
  address: (pledger: string, category: string, stance: string) => string,
): HTMLElement[] {
  const cell = row.cells.get(category);
  return STANCES.flatMap((stance) => {
    const found = cell?.get(stance);
    return found
      ? [stanceChip(stance, found, address(row.key, category, stance), `${row.label}, ${words(category)}`)]
      : [];
  });
}
