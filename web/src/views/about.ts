/** About: how to cite, quality, coverage, limits, dictionary and files, all from the release's own files. */

import { markdown, sections } from "../components/markdown";
import { loadColumns, releaseFile } from "../data/dictionary";
import { type Child, h } from "../lib/dom";
import { bytes, count, day, number } from "../lib/format";
import type { Site } from "../lib/site";
import type { View } from "../shell";

const FROM_README = ["Cite", "Measured quality", "Coverage", "Limits", "Inputs", "Changes since the last release"];

interface Manifest {
  gate?: { statistics?: { checks: number; passed: number; failed: number; not_applicable?: number } };
  set_aside?: { count: number; by_reason: Record<string, number> };
  schema_version?: string;
}

export async function aboutView(site: Site): Promise<View> {
  const [readme, dictionary, manifest] = await Promise.all([
    releaseFile("README.md"),
    loadColumns(),
    releaseFile("manifest.json").then((text) => JSON.parse(text) as Manifest),
  ]);
  const parts = sections(readme);
  const used = FROM_README.filter((name) => parts.has(name));
  const element = h(
    "section",
    { class: "page about" },
    h("h1", {}, site.title),
    facts(site, manifest),
    used.map((name) => h("section", {}, h("h2", {}, name), markdown(parts.get(name) ?? "", name))),
    h("h2", {}, "Data dictionary"),
    h("p", {}, "Offsets count Unicode code points from 0, the end exclusive. Unknown is NULL, never a guess."),
    dictionary.map((table) =>
      h(
        "details",
        { class: "dictionary" },
        h("summary", {}, h("code", {}, table.name), ` ${table.description}`),
        h(
          "div",
          {
            class: "scroller",
            tabindex: "0",
            role: "region",
            "aria-label": `Columns of ${table.name}; scrolls sideways`,
          },
          h(
            "table",
            { class: "data" },
            h(
              "thead",
              {},
              h(
                "tr",
                {},
                ["Column", "Type", "Meaning"].map((name) => h("th", { scope: "col" }, name)),
              ),
            ),
            h(
              "tbody",
              {},
              table.columns.map((column) =>
                h(
                  "tr",
                  {},
                  h("th", { scope: "row" }, h("code", {}, column.name)),
                  h("td", {}, column.type, !column.required && "?"),
                  h(
                    "td",
                    {},
                    column.description,
                    column.values.length > 0 && [
                      ": ",
                      column.values.map((value, index) => [index > 0 && ", ", h("code", {}, value)]),
                    ],
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    h("h2", {}, "Files"),
    h(
      "ul",
      { class: "files" },
      site.files.map((file) =>
        h(
          "li",
          {},
          h("a", { href: `release/${file.name}` }, file.name),
          " ",
          h("span", { class: "meta" }, bytes(file.bytes)),
        ),
      ),
    ),
  );
  return { title: "About", element };
}

function facts(site: Site, manifest: Manifest): HTMLElement {
  const gate = manifest.gate?.statistics;
  const aside = manifest.set_aside;
  const rows: [string, Child][] = [
    ["Version", `${site.version}, released ${day(site.released_on)}`],
    ["Schema", manifest.schema_version],
    [
      "Rows",
      Object.entries(site.row_counts)
        .map(([table, rows]) => `${number(rows)} ${table}`)
        .join(", "),
    ],
    ["Content", h("code", { class: "hash" }, site.content_sha256)],
    [
      "Checks",
      gate &&
        `${number(gate.passed)} of ${number(gate.checks)} passed, ${number(gate.failed)} failed, ${number(gate.not_applicable ?? 0)} not applicable`,
    ],
    [
      "Set aside",
      aside &&
        (aside.count
          ? `${count(aside.count, "document")}: ${Object.entries(aside.by_reason)
              .map(([reason, times]) => `${reason.replaceAll("_", " ")} ${times}`)
              .join(", ")}`
          : "none"),
    ],
  ];
  return h(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}
