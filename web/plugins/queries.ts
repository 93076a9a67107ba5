/** The example queries of the SQL view: those of the project's README, read when the bundle is built. */

import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const MODULE = "virtual:queries";
const EXPECTED = 10;

export interface Query {
  title: string;
  sql: string;
}

/** Numbered items of the section "Ten queries": a line of title, then a block of SQL. */
export function parseQueries(readme: string): Query[] {
  const section = readme.split(/^## /m).find((part) => part.startsWith("Ten queries"));
  if (!section) throw new Error("README.md has no section 'Ten queries'");
  const items = section.matchAll(/^\d+\. (.+)\n\n( *)```sql\n([\s\S]*?)\n *```/gm);
  return [...items].map(([, title = "", indent = "", sql = ""]) => ({
    title: title.replace(/[:.]$/, ""),
    sql: sql
      .split("\n")
      .map((line) => line.slice(indent.length))
      .join("\n"),
  }));
}

/** Makes `import queries from "virtual:queries"` work. */
export function queriesPlugin(readme: string): Plugin {
  return {
    name: "readme-queries",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      this.addWatchFile(readme);
      const queries = parseQueries(readFileSync(readme, "utf8"));
      if (queries.length !== EXPECTED) throw new Error(`README.md holds ${queries.length} queries, not ${EXPECTED}`);
      return `export default ${JSON.stringify(queries)}`;
    },
  };
}
