import "./styles/base.css";
import "./styles/parts.css";
import "./styles/tables.css";
import "./styles/reading.css";
import "./styles/charts.css";
import { startDatabase } from "./lib/database";
import { loadSite } from "./lib/site";
import { createShell } from "./shell";

startDatabase().catch(() => undefined); // the view that needs it reports what went wrong

const root = document.getElementById("app");
if (root) {
  loadSite().then(
    (site) => createShell(root, site),
    (error: unknown) => {
      root.textContent = `The explorer cannot read site.json: ${error instanceof Error ? error.message : String(error)}`;
    },
  );
}
