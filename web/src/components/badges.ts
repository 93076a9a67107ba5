/** Small labels whose colour always comes with a word or a sign. */

import { h } from "../lib/dom";
import { number, words } from "../lib/format";

export const STANCES = ["committed", "offered", "considering", "conditional", "declined", "withdrawn"] as const;
export type Stance = (typeof STANCES)[number];

const SIGNS: Record<string, string> = {
  committed: "✓",
  offered: "+",
  considering: "?",
  conditional: "*",
  declined: "✕",
  withdrawn: "−",
};

export function stanceClass(stance: string): string {
  return `stance-${stance}`;
}

export function stanceBadge(stance: string): HTMLElement {
  return h(
    "span",
    { class: `badge ${stanceClass(stance)}` },
    h("span", { "aria-hidden": "true" }, SIGNS[stance] ?? "", " "),
    words(stance),
  );
}

/** A count of one stance, as a link to the rows behind it. */
export function stanceChip(stance: string, count: number, address: string, what: string): HTMLElement {
  const label = `${number(count)} ${words(stance)}: ${what}`;
  return h(
    "a",
    { class: `chip ${stanceClass(stance)}`, href: address, title: label, "aria-label": label },
    h("span", { "aria-hidden": "true" }, `${SIGNS[stance] ?? ""} ${number(count)}`),
  );
}

export function badge(label: string, kind = ""): HTMLElement {
  return h("span", { class: `badge ${kind}` }, words(label));
}
