/** Arrow results as plain values. */

import { DataType, type Table, Vector } from "apache-arrow";

export type { Table };
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Row = Record<string, unknown>;

export function plainRows(table: Table): Row[] {
  return rowsAt(table, sequence(table.numRows));
}

/** Rows that read some columns now and the others when they are asked for: texts of thousands of rows take time. */
export function lazyRows(table: Table, now: readonly string[]): Row[] {
  const prototype = {};
  table.schema.fields.forEach(({ name, type }, index) => {
    const column = table.getChildAt(index);
    if (!now.includes(name)) {
      const get = function (this: { row: number }) {
        return plain(column?.get(this.row), type as DataType);
      };
      Object.defineProperty(prototype, name, { get, enumerable: true });
    }
  });
  const columns = now.flatMap((name) => table.schema.fields.findIndex((field) => field.name === name));
  const types = columns.map((index) => table.schema.fields[index]?.type as DataType | undefined);
  const vectors = columns.map((index) => table.getChildAt(index));
  return sequence(table.numRows).map((row) => {
    const made = Object.create(prototype) as Row;
    made.row = row;
    now.forEach((name, place) => {
      made[name] = plain(vectors[place]?.get(row), types[place]);
    });
    return made;
  });
}

/** Some rows, by number. */
export function rowsAt(table: Table, rows: readonly number[]): Row[] {
  const names = table.schema.fields.map((field) => field.name);
  return cellsAt(table, rows).map((cells) =>
    Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])),
  );
}

/** The cells of each row, in the order of the columns (names may repeat). */
export function plainCells(table: Table, limit = Number.POSITIVE_INFINITY): Value[][] {
  return cellsAt(table, sequence(Math.min(table.numRows, limit)));
}

function cellsAt(table: Table, rows: readonly number[]): Value[][] {
  const columns = table.schema.fields.map(({ type }, index) => ({
    type: type as DataType,
    at: table.getChildAt(index),
  }));
  return rows.map((row) => columns.map(({ type, at }) => plain(at?.get(row), type)));
}

function sequence(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

function plain(value: unknown, type?: DataType): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number(value);
  if (type && DataType.isDate(type)) return isoDay(value as number | Date);
  if (type && DataType.isTimestamp(type)) return new Date(value as number).toISOString();
  if (value instanceof Date) return isoDay(value);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (value instanceof Vector) return [...value].map((item) => plain(item, value.type as DataType));
  return structure(value);
}

function structure(value: unknown): Value {
  const json = (value as { toJSON?: () => unknown }).toJSON?.() ?? value;
  if (Array.isArray(json)) return json.map((item) => plain(item));
  return Object.fromEntries(Object.entries(json as object).map(([name, item]) => [name, plain(item)]));
}

function isoDay(value: number | Date): string {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}
