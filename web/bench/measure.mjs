/**
 * How fast the explorer is, in a browser with the bundle cached: `node bench/measure.mjs ADDRESS [runs]`.
 *
 * ADDRESS is a served site, best one of `benchmarks/site_release.py`. Each view is opened in a new page; a search is
 * measured from the keystroke to the drawn list, by the marks that the view itself sets.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const address = process.argv[2] ?? "http://127.0.0.1:8765/";
const runs = Number(process.argv[3] ?? 5);
const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-sync";
const TYPED = ["a", "base", "no ra", '"de le"', "kabara si", "zzz"];

const profile = mkdtempSync(join(tmpdir(), "explorer-")); // a profile on disk keeps the bundle, as visitors' do
const context = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS.split(" "),
  viewport: { width: 1280, height: 900 },
});

/** Milliseconds until the view stands, and the bytes of Parquet that it took. */
async function openView(hash, ready) {
  const page = await context.newPage();
  let bytes = 0;
  let requests = 0;
  page.on("response", (response) => {
    if (!response.url().endsWith(".parquet") || response.request().method() !== "GET") return;
    bytes += Number(response.headers()["content-length"] ?? 0);
    requests += 1;
  });
  await page.goto(`${address}#/${hash}`, { waitUntil: "commit" });
  await page.locator(ready).first().waitFor();
  const milliseconds = await page.evaluate(() => performance.now());
  return { page, milliseconds, bytes, requests };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const first = await openView("articles", "tbody a");
const article = (await first.page.locator("tbody a").first().getAttribute("href")).replace(/^#\//, "");
await first.page.close();

console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}, Chromium ${context.browser()?.version() ?? ""}`,
);
console.log(`first view, bundle not cached: ${Math.round(first.milliseconds)} ms`);
console.log("view        median ms    best   Parquet kB   requests");
for (const [hash, ready] of [
  ["meetings", ".card"],
  ["pledges", ".card"],
  ["quotes", ".card"],
  [article, ".text mark"],
]) {
  const found = [];
  for (let run = 0; run < runs; run += 1) {
    const { page, ...figures } = await openView(hash, ready);
    found.push(figures);
    await page.close();
  }
  const times = found.map((item) => item.milliseconds);
  const cells = [median(times), Math.min(...times), found[0].bytes / 1000, found[0].requests].map((value) =>
    Math.round(value),
  );
  console.log(hash.split("/")[0].padEnd(10), ...cells.map((value) => String(value).padStart(11)));
}

const { page } = await openView("quotes", ".card");
await page.waitForTimeout(8_000); // the index loads beside the first view
console.log("typed          matched and counted: median, best ms    drawn: median, best ms");
for (const typed of TYPED) {
  const slowest = { search: [], "search-shown": [] };
  for (let run = 0; run < runs; run += 1) {
    await page.locator("#search").fill("");
    await page.waitForTimeout(400);
    await page.evaluate(() => performance.clearMeasures());
    await page.locator("#search").pressSequentially(typed, { delay: 150 });
    await page.waitForTimeout(500);
    for (const name of Object.keys(slowest)) {
      // of the keystrokes of a run the slowest counts
      const durations = await page.evaluate(
        (of) => performance.getEntriesByName(of).map((entry) => entry.duration),
        name,
      );
      slowest[name].push(Math.max(...durations));
    }
  }
  const cells = Object.values(slowest).flatMap((times) => [median(times), Math.min(...times)]);
  console.log(typed.padEnd(14), ...cells.map((value) => String(Math.round(value)).padStart(14)));
}
await context.close();
rmSync(profile, { recursive: true });
