/** The result of a query as a table. */

import { shown } from "../lib/cells";
import { h } from "../lib/dom";
import { href } from "../lib/route";

const ID = /^(art|mtg|plg)_[0-9a-z]{6,20}$/;
const VIEW_OF: Record<string, string> = { art: "article", mtg: "meeting", plg: "pledge" };

export function resultTable(names: readonly string[], rows: readonly (readonly unknown[])[]): HTMLElement {
  return h(
    "div",
    { class: "scroller", tabindex: "0", role: "region", "aria-label": "Result; scrolls sideways" },
    h(
      "table",
      { class: "data" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          names.map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((value) => h("td", { class: typeof value === "number" ? "number" : null }, cell(value))),
          ),
        ),
      ),
    ),
  );
}

function cell(value: unknown): Node | string {
  if (value === null) return h("span", { class: "null" }, "NULL");
  const match = typeof value === "string" ? ID.exec(value) : null;
  if (match) return h("a", { href: href(VIEW_OF[match[1] ?? ""] ?? "sql", String(value)) }, String(value));
  return shown(value);
}
