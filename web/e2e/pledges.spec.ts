import { expect, open, picture, state, test } from "./fixtures";

const summary = ".summary";

test("the matrix counts each stance by itself", async ({ page }) => {
  await open(page, "#/pledges");
  await expect(page.locator(summary)).toContainText(
    "9 pledges of 9: 3 committed, 2 offered, 1 considering, 1 conditional, 1 declined, 1 withdrawn",
  );
  const cell = page.getByRole("link", { name: "1 committed: Portugal, training" });
  await expect(cell).toHaveText("✓ 1");
  await expect(cell).toHaveClass(/stance-committed/);
  await expect(page.getByRole("link", { name: "1 withdrawn: Latvia, training" })).toHaveText("− 1");
  await expect(page.locator(".matrix tfoot")).toHaveCount(0); // no sums over stances
  await picture(page, "pledges");
});

test("a chip leads to the rows behind it", async ({ page }) => {
  await open(page, "#/pledges");
  await page.getByRole("link", { name: "1 offered: Italy, law enforcement" }).click();
  await expect(page.locator(summary)).toContainText("1 pledge of 9: 1 offered");
  expect(Object.fromEntries(state(page))).toEqual({ pledger: "ITA", category: "law_enforcement", stance: "offered" });
  await expect(page.locator(".card")).toHaveCount(1);
});

test("each filter narrows the rows", async ({ page }) => {
  for (const [address, left] of [
    ["stance=committed", "3 pledges"],
    ["stance=committed&stance=offered", "5 pledges"],
    ["category=training", "3 pledges"],
    ["pledger=NOR", "1 pledge "],
    ["progress=not_applicable", "2 pledges"],
    ["kind=coalition", "0 pledges"],
    ["from=2016-01-01&to=2016-12-31", "3 pledges"],
    ["confidence=0.9", "0 pledges"],
  ] as const) {
    await open(page, `#/pledges?${address}`);
    await expect(page.locator(summary)).toContainText(left);
  }
});

test("facets write themselves into the address", async ({ page }) => {
  await open(page, "#/pledges");
  await page.getByRole("checkbox", { name: /^declined/ }).check();
  await expect(page.locator(".card")).toHaveCount(1);
  expect(state(page).get("stance")).toBe("declined");
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(page.locator(".card")).toHaveCount(9);
});

test("a pledge's page tells every column and shows the words", async ({ page }) => {
  await open(page, "#/pledges?stance=conditional");
  await page.getByRole("link", { name: "Spain: a company of engineers" }).click();
  const facts = page.locator(".facts");
  await expect(facts).toContainText("a vote");
  await expect(facts).toContainText("Lola Vega, foreign minister");
  await expect(facts).toContainText("8 November 2016");
  await expect(page.locator(".evidence blockquote")).toContainText("Spain spoke of a company of engineers");
  await picture(page, "pledge");
  await facts.getByRole("link", { name: "Lisbon meeting of 2016" }).click();
  await expect(page.locator("h1")).toHaveText("Lisbon meeting of 2016");
});

test("sums of money and numbers are printed with their unit", async ({ page }) => {
  await open(page, "#/pledges?pledger=NOR");
  await expect(page.locator(".card .figure")).toHaveText("USD 12,000,000");
});
