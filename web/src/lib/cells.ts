/** Cells of results as text, and results as CSV. */

/** A value as text; nested ones as JSON. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const FORMULA = /^[ \u00a0]*[=+\-@\t\r\n＝＋－＠|%]/;

/** CSV: NULL is empty; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function toCsv(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return `${[names, ...rows].map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
}

function csvCell(value: unknown): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : shown(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
