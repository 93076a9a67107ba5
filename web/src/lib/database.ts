/**
 * DuckDB in a worker, over the Parquet files of the site.
 *
 * The worker starts from a blob, so that the page's Content-Security-Policy holds in it too, whatever headers a server
 * sends: no query can reach another host. Version 1.28 of DuckDB-WASM is the last one with Parquet built in; later
 * ones fetch it from the network.
 */

import * as duckdb from "@duckdb/duckdb-wasm";
import workerFile from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmFile from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import { plainRows, type Row, type Table } from "./rows";
import { address } from "./site";

export const TABLES = ["articles", "meetings", "pledges", "quotes"] as const;
const VIEWS = [
  "articles",
  "article_list",
  "facet_values",
  "meetings",
  "pledges",
  "quote_facets",
  "quotes",
  "spans",
] as const;

interface Running {
  worker: Worker;
  database: duckdb.AsyncDuckDB;
  connection: duckdb.AsyncDuckDBConnection;
}

let running: Promise<Running> | undefined;
let stopped: (() => void) | undefined;

/** Start DuckDB; called early, so that it loads beside everything else. */
export function startDatabase(): Promise<Running> {
  running ??= start();
  return running;
}

async function start(): Promise<Running> {
  const begun = performance.now();
  const script = `importScripts(${JSON.stringify(new URL(workerFile, document.baseURI).href)});`;
  const source = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(source);
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(new URL(wasmFile, document.baseURI).href);
  URL.revokeObjectURL(source);
  await database.open({
    path: ":memory:",
    query: { castBigIntToDouble: true, castDecimalToDouble: true, castTimestampToDate: true },
    filesystem: { allowFullHTTPReads: true },
  });
  const files = [...VIEWS.map((name) => `views/${name}.parquet`), ...TABLES.map((name) => `release/${name}.parquet`)];
  const { HTTP } = duckdb.DuckDBDataProtocol;
  await Promise.all(files.map((file) => database.registerFileURL(file, address(file), HTTP, false)));
  const connection = await database.connect();
  await connection.query("set autoinstall_known_extensions = false; set autoload_known_extensions = false");
  performance.measure("start DuckDB", { start: begun });
  return { worker, database, connection };
}

/** The rows of a query; `?` in it stand for the parameters. */
export async function query<T extends Row>(sql: string, ...parameters: (string | number)[]): Promise<T[]> {
  return plainRows(await arrow(sql, ...parameters)) as T[];
}

/** The same as an Arrow table, for large results. */
export async function arrow(sql: string, ...parameters: (string | number)[]): Promise<Table> {
  const { connection } = await startDatabase();
  const begun = performance.now();
  const statement = await connection.prepare(sql);
  try {
    return (await statement.query(...parameters)) as Table;
  } finally {
    performance.measure(`query ${sql}`, { start: begun });
    await statement.close();
  }
}

/** Run a visitor's query; DuckDB refuses more than one statement here. Rejects when `stopQuery` is called. */
export async function runStatement(sql: string): Promise<Table> {
  const end = new Promise<never>((_, reject) => {
    stopped = () => reject(new Error("The query was stopped."));
  });
  return Promise.race([prepared(sql), end]);
}

async function prepared(sql: string): Promise<Table> {
  const { connection } = await startDatabase();
  for (const name of TABLES) {
    await connection.query(`create or replace view ${name} as select * from read_parquet('release/${name}.parquet')`);
  }
  const statement = await connection.prepare(sql);
  try {
    return (await statement.query()) as Table;
  } finally {
    await statement.close();
  }
}

/** Stop whatever runs: the worker ends, the next query starts a new one. */
export async function stopQuery(): Promise<void> {
  const { worker } = await startDatabase();
  worker.terminate();
  running = undefined;
  stopped?.();
}

/** The result of a query as the bytes of a Parquet file. */
export async function toParquet(sql: string): Promise<Uint8Array> {
  const { connection, database } = await startDatabase();
  const file = "export.parquet";
  await database.registerEmptyFileBuffer(file);
  await connection.query(`copy (${sql.replace(/;\s*$/, "")}\n) to '${file}' (format parquet, compression zstd)`);
  try {
    return await database.copyFileToBuffer(file);
  } finally {
    await database.dropFile(file);
  }
}
