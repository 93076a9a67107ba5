import { PLAIN_PORT } from "../playwright.config";
import { expect, test } from "./fixtures";

const PLAIN = `http://127.0.0.1:${PLAIN_PORT}/`;

test.describe("without byte ranges", () => {
  test.use({ allowed: [/fall back to full HTTP read/] });

  test("a server will do", async ({ page }) => {
    await page.goto(`${PLAIN}#/quotes?q=border`);
    await expect(page.locator(".summary strong")).toHaveText("1 quote");
    await page.goto(`${PLAIN}#/article/art_0000000000000001`);
    await expect(page.locator("mark.span-quote")).toHaveText("We shall stay the course in Iraq");
  });
});

test("a server with byte ranges is asked for ranges", async ({ page }) => {
  const ranges: (string | undefined)[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".parquet") && response.request().method() === "GET")
      ranges.push(response.headers()["content-range"]);
  });
  await page.goto("./#/article/art_0000000000000001");
  await expect(page.locator("mark.span-quote")).toBeVisible();
  expect(ranges.length).toBeGreaterThan(0);
  expect(ranges.every(Boolean)).toBe(true);
});

test("the page says so where nothing starts", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(PLAIN);
  await expect(page.locator("body")).toContainText("coalition-data site --serve");
  await context.close();
});
