/** Rows over time: one bar a period, a link each; dragging chooses a range. */

import * as Plot from "@observablehq/plot";
import { day, number } from "../lib/format";

export interface TimelineItem {
  date: string;
  group: string;
  /** How many; one where it isn't said. */
  count?: number;
}

export interface TimelineOptions {
  items: TimelineItem[];
  /** Class of the colour of a group. */
  colour: (group: string) => string;
  groups: readonly string[];
  range: { from: string | null; to: string | null };
  width: number;
  label: string;
  /** Address of the state in which a range is chosen. */
  address: (from: string, to: string) => string;
  onRange: (from: string, to: string) => void;
}

type Unit = "day" | "month" | "quarter" | "year";

interface Bar {
  start: Date;
  end: Date;
  group: string;
  count: number;
}

const DAY = 86_400_000;
const HEIGHT = 150;
const MARGIN = { left: 36, right: 10 };

export function timeline(options: TimelineOptions): SVGElement | HTMLElement {
  const { items, width, range, groups } = options;
  const unit = chooseUnit(
    items.map((item) => item.date),
    width,
  );
  const bars = bin(items, unit, groups);
  const highest = height(bars);
  const plot = Plot.plot({
    width,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: 12,
    className: "plot",
    ariaLabel: options.label,
    x: { type: "utc", label: null, ...(bars.length ? { domain: domain(bars) } : {}) },
    y: {
      label: null,
      grid: true,
      ...(highest < 5 ? { interval: 1 } : { ticks: 4 }),
      tickFormat: number,
    },
    color: { type: "identity" },
    marks: [
      Plot.rectY(bars, {
        x1: "start",
        x2: "end",
        y: "count",
        order: groups as string[],
        z: "group",
        inset: 0.5,
        fill: (bar: Bar) => `var(--${options.colour(bar.group)})`,
        fillOpacity: (bar: Bar) => (isInside(bar, range) ? 1 : 0.3),
        title: (bar: Bar) => `${span(bar, unit)}\n${bar.group.replaceAll("_", " ")}: ${number(bar.count)}`,
        href: (bar: Bar) => options.address(iso(bar.start), iso(new Date(bar.end.getTime() - DAY))),
        ariaLabel: (bar: Bar) => `${span(bar, unit)}, ${bar.group.replaceAll("_", " ")}: ${number(bar.count)}`,
      }),
      Plot.ruleY([0]),
    ],
  });
  const scale = plot.scale("x");
  if (bars.length && scale?.invert) brush(plot, width, scale.invert as (x: number) => Date, options.onRange);
  return plot;
}

function chooseUnit(dates: string[], width: number): Unit {
  if (!dates.length) return "month";
  const sorted = [...dates].sort();
  const days = (Date.parse(sorted.at(-1) ?? "") - Date.parse(sorted[0] ?? "")) / DAY;
  const room = width / 7; // bars narrower than this are hard to hit
  if (days <= Math.min(62, room)) return "day";
  if (days / 30 <= room) return "month";
  return days / 91 <= room ? "quarter" : "year";
}

function bin(items: TimelineItem[], unit: Unit, groups: readonly string[]): Bar[] {
  const bars = new Map<string, Bar>();
  for (const { date, group, count = 1 } of items) {
    const start = floor(new Date(`${date}T00:00:00Z`), unit);
    const key = `${start.getTime()} ${group}`;
    const bar = bars.get(key) ?? { start, end: next(start, unit), group, count: 0 };
    bar.count += count;
    bars.set(key, bar);
  }
  return [...bars.values()].sort((a, b) => +a.start - +b.start || groups.indexOf(a.group) - groups.indexOf(b.group));
}

function floor(date: Date, unit: Unit): Date {
  const month = date.getUTCMonth();
  if (unit === "day") return date;
  if (unit === "year") return utc(date.getUTCFullYear(), 0);
  return utc(date.getUTCFullYear(), unit === "month" ? month : month - (month % 3));
}

function next(start: Date, unit: Unit): Date {
  if (unit === "day") return new Date(start.getTime() + DAY);
  const months = { month: 1, quarter: 3, year: 12 }[unit];
  return utc(start.getUTCFullYear(), start.getUTCMonth() + months);
}

function utc(year: number, month: number): Date {
  return new Date(Date.UTC(year, month, 1));
}

function domain(bars: Bar[]): [Date, Date] {
  const first = bars[0]?.start ?? new Date();
  const last = new Date(Math.max(...bars.map((bar) => +bar.end)));
  const padding = Math.max(DAY, (+last - +first) * 0.02);
  return [new Date(+first - padding), new Date(+last + padding)];
}

function height(bars: Bar[]): number {
  const totals = new Map<number, number>();
  for (const bar of bars) totals.set(+bar.start, (totals.get(+bar.start) ?? 0) + bar.count);
  return Math.max(0, ...totals.values());
}

function isInside(bar: Bar, { from, to }: TimelineOptions["range"]): boolean {
  return (!from || iso(new Date(+bar.end - DAY)) >= from) && (!to || iso(bar.start) <= to);
}

function span(bar: Bar, unit: Unit): string {
  const start = day(iso(bar.start));
  if (unit === "day") return start;
  if (unit === "month") return start.replace(/^\d+ /, "");
  return unit === "year" ? String(bar.start.getUTCFullYear()) : `${start} to ${day(iso(new Date(+bar.end - DAY)))}`;
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Dragging over the chart; a click without a drag follows the bar's link. */
function brush(
  plot: SVGElement | HTMLElement,
  width: number,
  invert: (x: number) => Date,
  onRange: (from: string, to: string) => void,
): void {
  const svg = plot instanceof SVGSVGElement ? plot : plot.querySelector("svg");
  if (!svg) return;
  const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  band.setAttribute("class", "brush");
  band.setAttribute("height", String(HEIGHT));
  let from: number | undefined;
  const place = (event: PointerEvent) => {
    const box = svg.getBoundingClientRect();
    return Math.min(width - MARGIN.right, Math.max(MARGIN.left, ((event.clientX - box.left) / box.width) * width));
  };
  const end = () => {
    from = undefined;
    band.remove();
  };
  svg.addEventListener("dragstart", (event) => event.preventDefault()); // links can be dragged
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") from = place(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (from === undefined) return;
    const to = place(event);
    if (Math.abs(to - from) < 4 && !band.parentNode) return;
    if (!band.parentNode) {
      svg.append(band);
      svg.setPointerCapture(event.pointerId);
    }
    band.setAttribute("x", String(Math.min(from, to)));
    band.setAttribute("width", String(Math.abs(to - from)));
  });
  svg.addEventListener("pointerup", (event) => {
    if (from !== undefined && band.parentNode) {
      const ends = [from, place(event)].sort((a, b) => a - b).map((x) => iso(invert(x)));
      svg.addEventListener("click", (click) => click.preventDefault(), { once: true, capture: true });
      onRange(ends[0] ?? "", ends[1] ?? "");
    }
    end();
  });
  svg.addEventListener("pointercancel", end);
}
