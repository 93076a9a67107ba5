import { expect, open, picture, test } from "./fixtures";

test("citation, quality, dictionary and files come from the release", async ({ page }) => {
  await open(page, "#/about");
  const main = page.locator("main");
  await expect(main).toContainText("2026.01.02, released 2 January 2026");
  await expect(main.getByRole("heading", { name: "Cite" })).toBeVisible();
  await expect(main.locator("blockquote")).toContainText("version 2026.01.02");
  await expect(main.getByRole("heading", { name: "Measured quality" })).toBeVisible();
  await expect(main.getByRole("heading", { name: "Limits" })).toBeVisible();
  await expect(main).toContainText("1 document: empty 1");
  await page.locator("summary", { hasText: "quotes" }).click();
  await expect(main.locator("details[open]")).toContainText("the speaker as printed at the attribution");
  await picture(page, "about");
});

test("every file of the release can be fetched", async ({ page, request }) => {
  await open(page, "#/about");
  const links = await page
    .locator(".files a")
    .evaluateAll((items) => items.map((item) => (item as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(8);
  for (const link of links) expect((await request.head(link)).status(), link).toBe(200);
});
