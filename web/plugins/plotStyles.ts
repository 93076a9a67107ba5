/**
 * Observable Plot puts a style element into each chart, which the page's policy forbids. Its few rules stand in
 * src/styles/charts.css, so the call is taken out; the build fails if a new version words it differently.
 */

import type { Plugin } from "vite";

const CALL = /\.call\(\(svg\) =>\s*\/\/[^\n]*\n\s*svg\.append\("style"\)\.text\([\s\S]*?`\s*\)\s*\)/;
const PLAIN_CALL = /\.call\(\(svg\) =>\s*svg\.append\("style"\)\.text\([\s\S]*?`\s*\)\s*\)/;

export function plotStylesPlugin(): Plugin {
  return {
    name: "plot-styles",
    enforce: "pre",
    transform(code, id) {
      if (!id.replaceAll("\\", "/").endsWith("@observablehq/plot/src/plot.js")) return undefined;
      const changed = code.replace(CALL, "").replace(PLAIN_CALL, "");
      if (changed.includes('append("style")')) throw new Error("Observable Plot adds its style element in another way");
      return { code: changed, map: null };
    },
  };
}
