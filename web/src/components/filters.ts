/** Form fields that write themselves into the address. */

import { fill, h } from "../lib/dom";
import { number } from "../lib/format";

export interface Choice {
  value: string;
  label: string;
  count: number;
}

export interface Facet {
  element: HTMLElement;
  /** Show choices with their counts; chosen ones are always there. */
  show: (choices: Choice[], chosen: readonly string[]) => void;
}

const SHOWN = 8;

/** A list of values with counts, any number of which can be chosen. */
export function facet(title: string, onToggle: (value: string) => void, swatch?: (value: string) => string): Facet {
  const list = h("ul", { class: "choices" });
  const more = h("button", { type: "button", class: "quiet" });
  const element = h("fieldset", { class: "facet" }, h("legend", {}, title), list, more);
  let all = false;
  let last: [Choice[], readonly string[]] = [[], []];
  const show: Facet["show"] = (choices, chosen) => {
    last = [choices, chosen];
    const isOpen = (choice: Choice, index: number) => all || index < SHOWN || chosen.includes(choice.value);
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : undefined;
    const hadFocus = list.contains(document.activeElement);
    fill(
      list,
      choices.filter(isOpen).map((choice) => item(choice, chosen.includes(choice.value), onToggle, swatch)),
    );
    more.hidden = choices.length <= SHOWN;
    more.textContent = all ? "Show fewer" : `Show all ${number(choices.length)}`;
    element.hidden = choices.length === 0;
    if (hadFocus) [...list.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
  };
  more.addEventListener("click", () => {
    all = !all;
    show(...last);
  });
  return { element, show };
}

function item(
  choice: Choice,
  isChosen: boolean,
  onToggle: (value: string) => void,
  swatch?: (value: string) => string,
): HTMLElement {
  const input = h("input", { type: "checkbox", value: choice.value, onchange: () => onToggle(choice.value) });
  input.checked = isChosen;
  return h(
    "li",
    {},
    h(
      "label",
      {},
      input,
      swatch && h("span", { class: `swatch ${swatch(choice.value)}`, "aria-hidden": "true" }),
      h("span", { class: "name" }, choice.label),
      h("span", { class: "count" }, number(choice.count)),
    ),
  );
}

export interface Period {
  element: HTMLElement;
  show: (from: string | null, to: string | null) => void;
}

/** Two dates. */
export function period(onChange: (from: string, to: string) => void): Period {
  const from = h("input", { type: "date" });
  const to = h("input", { type: "date" });
  const changed = () => onChange(from.value, to.value);
  from.addEventListener("change", changed);
  to.addEventListener("change", changed);
  return {
    element: h(
      "fieldset",
      { class: "facet period" },
      h("legend", {}, "Date"),
      h("label", {}, "from ", from),
      h("label", {}, "to ", to),
    ),
    show: (start, end) => {
      if (document.activeElement !== from) from.value = start ?? "";
      if (document.activeElement !== to) to.value = end ?? "";
    },
  };
}

/** Count values and put the most frequent first. */
export function counted<T>(
  rows: Iterable<T>,
  key: (row: T) => string | null,
  label: (value: string) => string,
): Choice[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = key(row);
    if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
}

/** On narrow screens the filters fold away. */
export function filterPanel(...children: (HTMLElement | null)[]): HTMLElement {
  const panel = h(
    "details",
    { class: "filters" },
    h("summary", {}, "Filters"),
    h("div", { class: "facets" }, children),
  );
  panel.open = matchMedia("(min-width: 60rem)").matches;
  return panel;
}
