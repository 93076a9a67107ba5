/** A row of a table, column by column. */

import { shown } from "../lib/cells";
import { h } from "../lib/dom";

export function rowTable(row: Record<string, unknown>): HTMLElement {
  return h(
    "dl",
    { class: "facts small" },
    Object.entries(row).map(([name, value]) => [
      h("dt", {}, name),
      h("dd", {}, value === null ? h("span", { class: "null" }, "NULL") : shown(value)),
    ]),
  );
}
