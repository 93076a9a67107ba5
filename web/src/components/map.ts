/** Meetings on a map: one dot a city, a link each. Geometry: Natural Earth, public domain. */

import * as Plot from "@observablehq/plot";
import type { FeatureCollection } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countries from "world-atlas/countries-110m.json";
import { count } from "../lib/format";

export interface Spot {
  key: string;
  label: string;
  latitude: number;
  longitude: number;
  count: number;
}

export interface MapOptions {
  spots: Spot[];
  chosen: string | null;
  width: number;
  /** Degrees shown: the whole world, or as much as holds every spot. */
  whole: boolean;
  address: (spot: Spot) => string;
}

const topology = countries as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const borders = feature(topology, topology.objects.countries) as FeatureCollection;
const MARGIN_DEGREES = 12;
const SMALLEST_SPAN = 50;

export function spotMap({ spots, chosen, width, whole, address }: MapOptions): SVGElement | HTMLElement {
  const height = Math.round(Math.min(380, Math.max(220, width * 0.52)));
  const largest = Math.max(1, ...spots.map((spot) => spot.count));
  const tell = (spot: Spot) => `${spot.label}: ${count(spot.count, "meeting")}`;
  return Plot.plot({
    width,
    height,
    margin: 0,
    className: "plot",
    ariaLabel: "Map of meetings by city",
    projection: { type: "equirectangular", domain: whole || !spots.length ? { type: "Sphere" } : frame(spots) },
    r: { type: "sqrt", domain: [0, largest], range: [0, Math.min(20, 6 + largest)] },
    color: { type: "identity" },
    marks: [
      Plot.geo(borders, { fill: "var(--land)", stroke: "var(--border)", strokeWidth: 0.5, ariaHidden: "true" }),
      Plot.dot(spots, {
        x: "longitude",
        y: "latitude",
        r: "count",
        fill: (spot: Spot) => (spot.key === chosen ? "var(--chosen)" : "var(--accent)"),
        fillOpacity: (spot: Spot) => (chosen && spot.key !== chosen ? 0.35 : 0.75),
        stroke: "var(--surface)",
        title: tell,
        ariaLabel: tell,
        href: address,
      }),
    ],
  });
}

/** The rectangle that holds every spot, with some land around it. */
function frame(spots: Spot[]): { type: "MultiPoint"; coordinates: [number, number][] } {
  const [west, east] = widened(
    spots.map((spot) => spot.longitude),
    180,
  );
  const [south, north] = widened(
    spots.map((spot) => spot.latitude),
    85,
  );
  return {
    type: "MultiPoint",
    coordinates: [
      [west, south],
      [east, north],
    ],
  };
}

function widened(values: number[], limit: number): [number, number] {
  let [low, high] = [Math.min(...values) - MARGIN_DEGREES, Math.max(...values) + MARGIN_DEGREES];
  const missing = Math.max(0, SMALLEST_SPAN - (high - low)) / 2;
  low -= missing;
  high += missing;
  return [Math.max(-limit, low), Math.min(limit, high)];
}
