/** SQL over the release: editor, examples, results as a table and a chart, export. */

import queries from "virtual:queries";
import { resultChart } from "../components/resultChart";
import { resultTable } from "../components/resultTable";
import { loadColumns } from "../data/dictionary";
import { toCsv } from "../lib/cells";
import { runStatement, stopQuery, TABLES, toParquet } from "../lib/database";
import { fill, h } from "../lib/dom";
import { download } from "../lib/download";
import { count, number } from "../lib/format";
import { href, navigate, withParams } from "../lib/route";
import { plainCells, type Table } from "../lib/rows";
import type { View } from "../shell";

const SHOWN = 500;
const FIRST = queries[0]?.sql ?? "from quotes";
const READING =
  /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*\(*\s*(select|with|from|values|table|describe|show|summarize|explain|pivot|unpivot)\b/i;

export async function sqlView(initial: URLSearchParams): Promise<View> {
  let params = initial;
  let turn = 0;
  const editor = h("textarea", {
    id: "sql",
    spellcheck: "false",
    autocapitalize: "off",
    rows: 10,
    "aria-describedby": "sql-help",
  });
  const run = h("button", { type: "button", class: "primary", onclick: () => submit() }, "Run");
  const stop = h("button", { type: "button", class: "quiet", onclick: () => void stopQuery() }, "Stop");
  const examples = h(
    "select",
    { id: "example", onchange: () => open(queries[Number(examples.value)]?.sql ?? "") },
    h("option", { value: "" }, "Choose…"),
    queries.map((query, index) => h("option", { value: index }, `${index + 1}. ${query.title}`)),
  );
  const result = h("div", { class: "result" });
  stop.hidden = true;

  editor.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
  });
  const open = (sql: string) => {
    editor.value = sql;
    submit();
  };
  const submit = () => {
    const address = href("sql", null, { q: editor.value.trim() });
    if (address === location.hash) void execute(editor.value);
    else navigate(address);
  };

  const execute = async (sql: string) => {
    turn += 1;
    const own = turn;
    stop.hidden = false;
    result.setAttribute("aria-busy", "true");
    const begun = performance.now();
    try {
      if (!READING.test(sql))
        throw new Error("A release is read-only: use SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN.");
      const table = await runStatement(sql);
      if (own === turn) showResult(table, sql, performance.now() - begun);
    } catch (error) {
      if (own === turn) fill(result, problem(error));
    }
    if (own === turn) {
      stop.hidden = true;
      result.removeAttribute("aria-busy");
    }
  };

  const showResult = (table: Table, sql: string, milliseconds: number) => {
    const names = table.schema.fields.map((field) => field.name);
    const cells = plainCells(table, SHOWN);
    const chart = resultChart(table, params, (changes) =>
      navigate(href("sql", null, withParams(params, changes)), true),
    );
    fill(
      result,
      h(
        "div",
        { class: "row" },
        h(
          "p",
          { class: "summary", role: "status" },
          h("strong", {}, count(table.numRows, "row")),
          ` in ${number(Math.round(milliseconds))} ms`,
          table.numRows > SHOWN && `; the first ${SHOWN} are shown`,
        ),
        exports(table, names, sql),
      ),
      chart,
      resultTable(names, cells),
    );
  };

  const update = async (next: URLSearchParams) => {
    const before = params.get("q");
    params = next;
    const sql = params.get("q");
    if (sql === before && result.childElementCount) return;
    if (document.activeElement !== editor) editor.value = sql ?? FIRST;
    const index = queries.findIndex((query) => query.sql === editor.value);
    examples.value = index < 0 ? "" : String(index);
    if (sql) await execute(sql);
  };

  const element = h(
    "section",
    { class: "sql" },
    h("h1", {}, "SQL"),
    h(
      "p",
      { class: "lead", id: "sql-help" },
      "DuckDB, in your browser, over the four tables of the release. Ctrl+Enter runs the query. Nothing leaves this page.",
    ),
    h(
      "div",
      { class: "columns wide" },
      h(
        "div",
        {},
        h("p", { class: "row" }, h("span", {}, h("label", { for: "example" }, "Examples "), examples)),
        h("label", { for: "sql", class: "hidden" }, "Query"),
        editor,
        h("p", { class: "row" }, run, stop),
        result,
      ),
      await schemaPanel(),
    ),
  );
  editor.value = FIRST;
  await update(initial);
  return { title: "SQL", element, update };
}

/** What DuckDB says, without its drawing of the place, and what can be done. */
function problem(error: unknown): HTMLElement {
  const message = error instanceof Error ? error.message : String(error);
  const [words, place] = explained(message).split(/\n\s*LINE \d+: /);
  return h(
    "div",
    { role: "alert", class: "error" },
    h("p", {}, h("strong", {}, "The query could not be run.")),
    h("p", { class: "words" }, words),
    place && h("pre", {}, place),
    h("p", { class: "meta" }, `The tables are ${TABLES.join(", ")}; their columns stand beside the editor.`),
  );
}

/** The page's policy keeps queries from other hosts; DuckDB reports a network error. */
function explained(message: string): string {
  const [, file] = /NetworkError[\s\S]*?Failed to load '([^']*)'/.exec(message) ?? [];
  return file ? `${file} cannot be read: a query reaches the files of this site and nothing else.` : message;
}

function exports(table: Table, names: string[], sql: string): HTMLElement {
  const note = h("span", { role: "status", class: "meta" });
  const guarded = (work: () => Promise<void>) => async () => {
    note.textContent = "";
    try {
      await work();
    } catch (error) {
      note.textContent = `Not exported: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  const csv = guarded(async () => download("result.csv", toCsv(names, plainCells(table)), "text/csv;charset=utf-8"));
  const parquet = guarded(async () =>
    download("result.parquet", await toParquet(sql), "application/vnd.apache.parquet"),
  );
  return h(
    "p",
    { class: "exports" },
    h("button", { type: "button", class: "quiet", onclick: csv }, "CSV"),
    h("button", { type: "button", class: "quiet", onclick: parquet }, "Parquet"),
    note,
  );
}

async function schemaPanel(): Promise<HTMLElement> {
  const tables = await loadColumns();
  return h(
    "aside",
    { class: "schema", "aria-label": "Tables and columns" },
    tables.map((table) =>
      h(
        "details",
        {},
        h("summary", {}, h("code", {}, table.name), h("span", { class: "count" }, number(table.rows ?? 0))),
        h(
          "dl",
          {},
          table.columns.map((column) => [h("dt", {}, h("code", {}, column.name)), h("dd", {}, column.description)]),
        ),
      ),
    ),
  );
}
