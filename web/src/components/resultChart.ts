/** A chart of a query's result: bars, line or dots of one column against another. */

import * as Plot from "@observablehq/plot";
import { DataType } from "apache-arrow";
import { h } from "../lib/dom";
import type { Params } from "../lib/route";
import { plainRows, type Row, type Table } from "../lib/rows";
import { resizing } from "./resizing";

const LIMIT = 2_000;
const MARKS = ["none", "bars", "line", "dots"] as const;
type Mark = (typeof MARKS)[number];

interface Choice {
  mark: Mark;
  x: string;
  y: string;
}

/** Fields to choose what is drawn, and the drawing; null where no column holds numbers. */
export function resultChart(
  table: Table,
  params: URLSearchParams,
  onChange: (changes: Params) => void,
): HTMLElement | null {
  const fields = table.schema.fields.map(({ name, type }) => ({ name, type: type as DataType }));
  const numbers = fields
    .filter(({ type }) => DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type))
    .map(({ name }) => name);
  const labels = fields.filter(({ type }) => DataType.isUtf8(type) || DataType.isDate(type)).map(({ name }) => name);
  if (!numbers.length || table.numRows < 2) return null;
  const all = fields.map(({ name }) => name);
  const choice: Choice = {
    mark: valid(params.get("chart"), MARKS) ?? (labels.length ? "bars" : "dots"),
    x: valid(params.get("x"), all) ?? labels[0] ?? numbers[0] ?? "",
    y: valid(params.get("y"), numbers) ?? numbers.at(-1) ?? "",
  };
  const drawing = resizing("chart", (width) => draw(table, choice, width));
  const changed = (name: keyof Choice, key: string) => (event: Event) => {
    const { value } = event.currentTarget as HTMLSelectElement;
    choice[name] = value as never;
    drawing.draw();
    onChange({ [key]: value });
  };
  const picker = (label: string, name: keyof Choice, key: string, values: readonly string[]) => {
    const select = h(
      "select",
      { onchange: changed(name, key) },
      values.map((value) => h("option", { value }, value)),
    );
    select.value = choice[name];
    return h("label", {}, `${label} `, select);
  };
  return h(
    "div",
    { class: "charting" },
    h(
      "p",
      { class: "row start" },
      picker("Chart", "mark", "chart", MARKS),
      picker("of", "y", "y", numbers),
      picker("by", "x", "x", all),
    ),
    drawing.element,
  );
}

function valid<T extends string>(value: string | null, among: readonly T[]): T | undefined {
  return among.find((item) => item === value);
}

function draw(table: Table, { mark, x, y }: Choice, width: number): Element {
  if (mark === "none") return h("span");
  const rows = plainRows(table)
    .slice(0, LIMIT)
    .filter((row) => row[y] !== null && row[x] !== null);
  const isDate = rows.length > 0 && rows.every((row) => /^\d{4}-\d{2}-\d{2}/.test(String(row[x])));
  const isText = !isDate && rows.some((row) => typeof row[x] === "string");
  const at = isDate ? (row: Row) => new Date(String(row[x])) : x;
  if (mark === "bars" && isText) return bars(rows, x, y, width);
  const marks: Record<Exclude<Mark, "none">, () => Plot.Markish> = {
    bars: () =>
      Plot.ruleX(rows, {
        x: at,
        y,
        stroke: "var(--accent)",
        strokeWidth: 4,
        title: (row: Row) => `${row[x]}: ${row[y]}`,
      }),
    line: () => Plot.line(rows, { x: at, y, stroke: "var(--accent)", strokeWidth: 2, sort: x }),
    dots: () => Plot.dot(rows, { x: at, y, fill: "var(--accent)", title: (row: Row) => `${row[x]}: ${row[y]}` }),
  };
  return Plot.plot({
    width,
    height: 280,
    className: "plot",
    ariaLabel: `${y} by ${x}`,
    marginLeft: 60,
    marginBottom: isText ? 100 : 40,
    x: { label: x, ...(isText ? { type: "point", tickRotate: -45 } : {}) },
    y: { label: y, grid: true },
    marks: [marks[mark](), Plot.ruleY([0])],
  });
}

const BARS = 40;

/** Horizontal bars, so that names can be read. */
function bars(rows: Row[], x: string, y: string, width: number): Element {
  const shown = rows.slice(0, BARS).map((row, index) => ({
    key: index,
    label: shortened(String(row[x])),
    value: row[y],
    full: `${row[x]}: ${row[y]}`,
  }));
  const label = Math.min(width * 0.4, 60 + 5.5 * Math.max(...shown.map((row) => row.label.length)));
  return Plot.plot({
    width,
    height: 40 + 22 * shown.length,
    className: "plot",
    ariaLabel: `${y} by ${x}`,
    marginLeft: label,
    x: { label: y, grid: true },
    y: { label: null, tickFormat: (key: number) => shown[key]?.label ?? "" },
    marks: [Plot.barX(shown, { x: "value", y: "key", fill: "var(--accent)", title: "full" }), Plot.ruleX([0])],
  });
}

function shortened(label: string): string {
  return label.length > 32 ? `${label.slice(0, 31)}…` : label;
}
