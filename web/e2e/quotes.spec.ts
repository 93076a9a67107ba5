import { expect, open, picture, state, test } from "./fixtures";

const summary = ".summary strong";

test("the newest quotes come first, and more on demand", async ({ page }) => {
  await open(page, "#/quotes");
  await expect(page.locator(summary)).toHaveText("70 quotes");
  await expect(page.locator(".card").first()).toContainText("Our part of the work is done");
  await expect(page.locator(".card")).toHaveCount(30);
  await page.getByRole("link", { name: "Show more" }).click();
  await expect(page.locator(".card")).toHaveCount(60);
  await expect(page.getByText("60 quotes from articles without a date")).toBeVisible();
});

test("search while typing: words, beginnings, phrases, accents, speakers", async ({ page }) => {
  await open(page, "#/quotes");
  const search = page.getByRole("searchbox");
  for (const [typed, left] of [
    ["border", "1 quote"],
    ["bord", "1 quote"],
    ["order", "0 quotes"],
    ["number 59", "1 quote"],
    ['"a long list"', "60 quotes"],
    ['"long a list"', "0 quotes"],
    ["ines prata", "1 quote"],
    ["INÊS", "1 quote"],
    ["winter schools", "1 quote"],
    ["!!!", "70 quotes"],
  ] as const) {
    await search.fill(typed);
    await expect(page.locator(summary)).toHaveText(left);
    expect(state(page).get("q")).toBe(typed);
  }
  await search.fill("bord");
  await expect(page.locator(".card mark")).toHaveText(["border"]);
  await picture(page, "quotes");
});

test("typing keeps the focus and leaves no trail in the history", async ({ page }) => {
  await open(page, "#/about");
  await open(page, "#/quotes");
  await page.getByRole("searchbox").pressSequentially("pilots");
  await expect(page.locator(summary)).toHaveText("1 quote");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.goBack();
  await expect(page.locator("h1")).toContainText("Coalition data");
});

test("facets of speaker, country, kind and date", async ({ page }) => {
  await open(page, "#/quotes");
  await page.getByRole("checkbox", { name: /^Zoë Brandt/ }).check();
  await expect(page.locator(summary)).toHaveText("60 quotes");
  await page.getByRole("checkbox", { name: /^Zoë Brandt/ }).uncheck();
  await page
    .getByRole("group", { name: "Country" })
    .getByRole("button", { name: /Show all/ })
    .click();
  await page.getByRole("checkbox", { name: /^Norway/ }).check();
  await expect(page.locator(summary)).toHaveText("1 quote");
  await page.getByRole("link", { name: "Clear all" }).click();
  await page.getByLabel("from").fill("2017-01-01");
  await expect(page.locator(summary)).toHaveText("3 quotes");
  await page.getByRole("link", { name: "Clear all" }).click();
  await page.getByRole("checkbox", { name: /^direct/ }).check();
  await expect(page.locator(summary)).toHaveText("70 quotes");
});

test("counts of a facet leave its own choice out", async ({ page }) => {
  await open(page, "#/quotes?country=NOR");
  await expect(page.locator(".choices label", { hasText: "Germany" })).toContainText("60");
  await expect(page.locator(".choices label", { hasText: "Kari Lund" })).toContainText("1");
  await expect(page.locator(".choices label", { hasText: "Zoë Brandt" })).toHaveCount(0);
});

test("a bar of the histogram chooses its period", async ({ page }) => {
  await open(page, "#/quotes");
  await page.getByRole("link", { name: /January 2018, quotes: 1/ }).click();
  await expect(page.locator(summary)).toHaveText("1 quote");
});

test("an address restores search and facets", async ({ page }) => {
  await open(page, "#/quotes?q=campaign+minister&country=PRT");
  await expect(page.getByRole("searchbox")).toHaveValue("campaign minister");
  await expect(page.locator(summary)).toHaveText("0 quotes");
  await open(page, "#/quotes?q=course&country=PRT&from=2015-01-01");
  await expect(page.locator(summary)).toHaveText("1 quote");
  await page.getByRole("link", { name: "Portugal speaks up in Lisbon" }).click();
  await expect(page.locator("mark.chosen").first()).toHaveText("We shall stay the course in Iraq");
});
