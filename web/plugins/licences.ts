/** `licences.txt` of the bundle: the licence of every package that is in it. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** Packages whose files are copied rather than imported, so that the module graph doesn't name them all. */
const COPIED = ["@duckdb/duckdb-wasm", "world-atlas"];

/** Parts of DuckDB-WASM's binaries and the map, whose packages hold no licence file of their own. */
const NOTES: Record<string, string> = {
  "@duckdb/duckdb-wasm":
    "MIT License. Copyright 2018-2023 Stichting DuckDB Foundation and the DuckDB-Wasm authors.\n" +
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated\n" +
    'documentation files (the "Software"), to deal in the Software without restriction, including without limitation\n' +
    "the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and\n" +
    "to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above\n" +
    "copyright notice and this permission notice shall be included in all copies or substantial portions of the\n" +
    'Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT\n' +
    "LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT\n" +
    "SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION\n" +
    "OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER\n" +
    "DEALINGS IN THE SOFTWARE.",
  "world-atlas": "The geometry is Natural Earth's, which is in the public domain.",
};

function packageFolder(id: string): string | undefined {
  const match = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll("\\", "/"));
  return match?.[1];
}

function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const text = [file && readFileSync(join(folder, file), "utf8").trim(), NOTES[about.name]]
    .filter(Boolean)
    .join("\n\n");
  if (!text && !about.license) throw new Error(`${about.name} names no licence`);
  return `${about.name} ${about.version} (${about.license ?? "see below"})\n\n${text}`;
}

export function licencesPlugin(root: string): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      const folders = new Set(COPIED.map((name) => join(root, "node_modules", name)));
      for (const id of this.getModuleIds()) {
        const folder = packageFolder(id.replace(/^\0/, ""));
        if (folder && existsSync(join(folder, "package.json")) && dirname(folder) !== root) folders.add(folder);
      }
      const texts = [...folders].map(licenceOf).sort();
      this.emitFile({
        type: "asset",
        fileName: "licences.txt",
        source: `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`,
      });
    },
  };
}
