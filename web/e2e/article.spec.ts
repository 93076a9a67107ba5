import { expect, open, picture, state, test } from "./fixtures";

const FIRST = "#/article/art_0000000000000001";

test("every span is highlighted by its kind, after characters of two units too", async ({ page }) => {
  await open(page, FIRST);
  await expect(page.locator("mark.span-meeting")).toHaveText(
    "Ministers met in Lisbon on 03 March 2015 😀 to talk about the campaign.",
  );
  await expect(page.locator("mark.span-quote")).toHaveText("We shall stay the course in Iraq");
  await expect(page.locator("mark.span-speaker")).toHaveText("Inês Prata");
  await expect(page.locator("mark.span-cue")).toHaveText("said");
  await expect(page.locator("mark.span-pledge")).toHaveText("Portugal spoke of 30 trainers for the campaign.");
  await expect(page.locator(".text")).toContainText(
    "“We shall stay the course in Iraq,” said Inês Prata, the foreign minister of Portugal.",
  );
});

test("hovering shows the row, choosing shows every column", async ({ page }) => {
  await open(page, FIRST);
  await page.locator("mark.span-pledge").hover();
  await expect(page.locator(".hover-card")).toContainText("Portugal: 30 trainers");
  await expect(page.locator(".hover-card")).toContainText("committed · promised · training");
  await picture(page, "article");
  await page.locator("mark.span-pledge").click();
  await expect(page.locator(".row-panel .facts")).toContainText("plg_000000000001");
  expect(state(page).get("row")).toBe("plg_000000000001");
  await page.locator("mark.span-speaker").click();
  await expect(page.locator(".row-panel .facts")).toContainText("quo_000000000001");
});

test("kinds can be switched off", async ({ page }) => {
  await open(page, FIRST);
  await page.getByRole("checkbox", { name: /^pledges/ }).uncheck();
  await expect(page.locator("mark.span-pledge")).toHaveCount(0);
  await expect(page.locator("mark.span-quote")).toHaveCount(1);
});

test("a link to a row opens at its words", async ({ page }) => {
  await open(page, "#/article/art_f111e40000000001?row=quo_filler000059");
  await expect(page.locator("mark.chosen")).toHaveText("Point number 59 of a long list");
  await expect(page.locator("mark.chosen")).toBeInViewport();
});

test("a withheld text is said to be withheld, its rows stand", async ({ page }) => {
  await open(page, "#/article/art_feed000000000001");
  await expect(page.locator(".notice")).toContainText("is not in the release");
  await expect(page.locator(".text blockquote")).toContainText("The text of this story is not ours to give");
  await picture(page, "article-withheld");
});

test("the list of articles can be searched", async ({ page }) => {
  await open(page, "#/articles");
  await expect(page.locator(".summary strong")).toHaveText("11 articles");
  await page.getByRole("searchbox").fill("norway");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("link", { name: "Norway speaks up in Oslo" }).click();
  await expect(page.locator("h1")).toHaveText("Norway speaks up in Oslo");
});
