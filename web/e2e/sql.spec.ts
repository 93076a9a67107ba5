import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, open, picture, state, test } from "./fixtures";

async function run(page: Page, sql: string): Promise<void> {
  await page.getByRole("textbox", { name: "Query" }).fill(sql);
  await page.getByRole("button", { name: "Run" }).click();
  await expect(page.locator(".result")).not.toHaveAttribute("aria-busy", "true");
}

async function exported(page: Page, name: string): Promise<Buffer> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  return readFileSync(await (await waiting).path());
}

test("the ten queries of the README run", async ({ page }) => {
  await open(page, "#/sql");
  const examples = page.getByLabel("Examples");
  await expect(examples.locator("option")).toHaveCount(11);
  for (let index = 0; index < 10; index += 1) {
    await examples.selectOption(String(index));
    await expect(page.locator(".result .summary")).toContainText("row");
    await expect(page.locator(".result .error")).toHaveCount(0);
    await expect(page.locator(".result")).not.toHaveAttribute("aria-busy", "true");
    expect(state(page).get("q")).toBeTruthy();
  }
});

test("results come as a table and a chart, ids as links", async ({ page }) => {
  await open(page, "#/sql");
  await run(
    page,
    "select speaker_name, count(*) as quotes, min(article_id) as article from quotes group by 1 order by 2 desc, 1",
  );
  await expect(page.locator(".result .summary")).toContainText("11 rows");
  await expect(page.locator(".result tbody tr").first()).toContainText("Zoë Brandt");
  await expect(page.locator(".result .chart svg")).toBeVisible();
  await page.getByLabel("Chart").selectOption("dots");
  await expect.poll(() => state(page).get("chart")).toBe("dots");
  await picture(page, "sql");
  await page.locator(".result tbody a").first().click();
  await expect(page.locator("h1")).toHaveText("A long list of points");
});

test("an address runs its query", async ({ page }) => {
  await open(page, `#/sql?q=${encodeURIComponent("select 6 * 7 as answer")}`);
  await expect(page.locator(".result td")).toHaveText("42");
});

test("values keep their types: dates, sums, lists, NULL", async ({ page }) => {
  await open(page, "#/sql");
  await run(
    page,
    "select announced_on, amount, scope_iso3, condition, evidence[1].start as at from pledges where pledger_iso3 = 'NOR'",
  );
  await expect(page.locator(".result td")).toHaveText(["2015-09-14", "12000000", '["IRQ"]', "NULL", /^\d+$/]);
});

for (const [name, sql, words] of [
  ["an unknown column", "select nothing from quotes", /nothing/],
  ["an unknown table", "select * from speeches", /speeches/],
  ["a mistake in writing", "select from where", /syntax error/i],
  ["two statements", "select 1; select 2", /multiple statements/i],
  ["a write", "drop view quotes", /read-only/],
  ["a write behind a comment", "/* x */ create table t as select 1", /read-only/],
  ["nothing", "   ", /read-only/],
] as const) {
  test(`${name} is refused kindly`, async ({ page }) => {
    await open(page, "#/sql");
    await run(page, sql);
    await expect(page.getByRole("alert")).toContainText("The query could not be run.");
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("alert")).not.toContainText("worker");
    await run(page, "select count(*) from quotes");
    await expect(page.locator(".result td")).toHaveText("70");
  });
}

test.describe("other hosts", () => {
  test.use({ allowed: [/elsewhere\.invalid/] });

  test("a query cannot reach one", async ({ page }) => {
    const failures: (string | undefined)[] = [];
    page.on("requestfailed", (request) => failures.push(request.failure()?.errorText));
    await open(page, "#/sql");
    await run(page, "select * from read_parquet('https://elsewhere.invalid/x.parquet')");
    await expect(page.getByRole("alert")).toContainText("https://elsewhere.invalid/x.parquet cannot be read");
    expect([...new Set(failures)]).toEqual(["csp"]); // stopped by the policy, in the worker too
  });
});

test.describe("stopping", () => {
  test.use({ allowed: [/NetworkError|full HTTP read/] }); // of the worker that was ended while it read

  test("a query can be stopped", async ({ page }) => {
    await open(page, "#/sql");
    await page
      .getByRole("textbox", { name: "Query" })
      .fill("select count(*) from range(100000000) a, range(100000) b where a.range % 7 = b.range % 5");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await expect(page.getByRole("alert")).toContainText("stopped");
    await run(page, "select 1 as one");
    await expect(page.locator(".result td")).toHaveText("1");
  });
});

test("CSV holds all rows, and no formula", async ({ page }) => {
  await open(page, "#/sql");
  await run(
    page,
    "select publisher, quotes.text, null as nothing from quotes join articles using (article_id) where publisher like '=%' union all select 'a \"b\", c', 'x', null order by 1 desc",
  );
  const csv = (await exported(page, "CSV")).toString("utf8");
  expect(csv.split("\n")[0]).toBe("publisher,text,nothing");
  expect(csv).toContain('"a ""b"", c",x,\n');
  expect(csv).toContain("'=cmd|' /C calc'!A0");
});

test("Parquet holds the result", async ({ page }) => {
  await open(page, "#/sql");
  await run(page, "select * from pledges -- with a comment at the end");
  const file = await exported(page, "Parquet");
  expect(file.subarray(0, 4).toString()).toBe("PAR1");
  expect(file.subarray(-4).toString()).toBe("PAR1");
});

test("long results are cut on the page only", async ({ page }) => {
  await open(page, "#/sql");
  await run(page, "select range as n from range(700)");
  await expect(page.locator(".result .summary")).toContainText("700 rows");
  await expect(page.locator(".result tbody tr")).toHaveCount(500);
  expect((await exported(page, "CSV")).toString().trim().split("\n")).toHaveLength(701);
});
