import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { parseQueries } from "../plugins/queries";
import { toCsv } from "../src/lib/cells";
import { findMatches, fold, parseTerms } from "../src/lib/fold";
import { href, parseRoute, toggled, withParams } from "../src/lib/route";
import { segments, slice } from "../src/lib/segments";

test("addresses go there and back", () => {
  for (const [view, id, params] of [
    ["meetings", undefined, {}],
    ["meeting", "mtg_a/b ?#%", {}],
    ["quotes", undefined, { q: "a&b=c #1 ü", type: ["direct", "mixed"] }],
  ] as const) {
    const route = parseRoute(href(view, id, params));
    expect(route.view).toBe(view);
    expect(route.id).toBe(id);
    expect(href(view, id, route.params)).toBe(href(view, id, params));
  }
  expect(parseRoute("").view).toBe("meetings");
});

test("parameters are set, taken out and toggled without touching others", () => {
  const params = new URLSearchParams("a=1&b=2&b=3");
  expect(withParams(params, { a: null, c: 4 }).toString()).toBe("b=2&b=3&c=4");
  expect(toggled(params, "b", "2").toString()).toBe("a=1&b=3");
  expect(toggled(params, "b", "4").getAll("b")).toEqual(["2", "3", "4"]);
  expect(params.toString()).toBe("a=1&b=2&b=3");
});

test("folding drops accents, case and signs", () => {
  expect(fold("Inês  PRATA’s “Büro”")).toBe("ines prata s buro ");
  expect(parseTerms('air "no fly zone" Zoë')).toEqual([
    { needle: " air" },
    { needle: " no fly zone " },
    { needle: " zoe" },
  ]);
  expect(parseTerms(" … ")).toEqual([]);
});

test("matches are found in the printed text", () => {
  const text = "“Inês’ border”, the Border guards";
  const found = findMatches(text, parseTerms("bord ines")).map(([start, end]) => text.slice(start, end));
  expect(found).toEqual(["Inês", "border", "Border"]);
  expect(findMatches(text, parseTerms('"the border guards"')).map(([start, end]) => text.slice(start, end))).toEqual([
    "the Border guards",
  ]);
});

test("segments cover the text once, with the spans over them", () => {
  const text = "a😀bc\n\ndef";
  const spans = [
    { start: 1, end: 4, name: "outer" },
    { start: 2, end: 3, name: "inner" },
    { start: 3, end: 8, name: "across" },
  ];
  const found = segments(text, spans).map((paragraph) =>
    paragraph.map((segment) => [segment.text, segment.spans.map((span) => span.name).join("+")]),
  );
  expect(found).toEqual([
    [
      ["a", ""],
      ["😀", "outer"],
      ["b", "inner+outer"],
      ["c", "outer+across"],
    ],
    [
      ["de", "across"],
      ["f", ""],
    ],
  ]);
  expect(slice(text, 1, 3)).toBe("😀b");
});

test("cells of CSV are quoted where needed and never formulas", () => {
  const rows = [["=1+1", "-5", -5, null, true, 'say "x"\n', { a: 1 }]];
  expect(toCsv(["a", "b", "c", "d", "e", "f", "g"], rows)).toBe(
    `a,b,c,d,e,f,g\n'=1+1,'-5,-5,,true,"say ""x""\n","{""a"":1}"\n`,
  );
});

test("the README holds ten queries, each with a title", () => {
  const queries = parseQueries(readFileSync(new URL("../../README.md", import.meta.url), "utf8"));
  expect(queries).toHaveLength(10);
  for (const { title, sql } of queries) {
    expect(title).toMatch(/^\w/);
    expect(sql).toMatch(/^(select|with|from)/);
  }
});
