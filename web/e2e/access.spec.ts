import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, open, picture, state, test } from "./fixtures";

const VIEWS = {
  meetings: "#/meetings",
  meeting: "#/meeting/mtg_000000000001",
  pledges: "#/pledges",
  pledge: "#/pledge/plg_000000000005",
  quotes: "#/quotes?q=list",
  articles: "#/articles",
  article: "#/article/art_0000000000000001?row=plg_000000000001",
  sql: `#/sql?q=${encodeURIComponent("select category, count(*) as n from pledges group by 1")}`,
  about: "#/about",
};

for (const scheme of ["light", "dark"] as const) {
  for (const [name, hash] of Object.entries(VIEWS)) {
    test(`axe finds nothing: ${name}, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await open(page, hash);
      await page.waitForTimeout(300);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`),
      ).toEqual([]);
      if (scheme === "dark") await picture(page, `${name}-dark`);
    });
  }
}

test.describe("at phone width", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  for (const [name, hash] of Object.entries(VIEWS)) {
    test(`nothing is cut off: ${name}`, async ({ page }) => {
      await open(page, hash);
      await page.waitForTimeout(300);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await picture(page, `${name}-phone`);
    });
  }

  test("filters unfold and work", async ({ page }) => {
    await open(page, "#/meetings");
    await expect(page.getByRole("checkbox", { name: /^ministerial/ })).toBeHidden();
    await page.getByText("Filters", { exact: true }).tap();
    await page.getByRole("checkbox", { name: /^ministerial/ }).tap();
    await expect(page.locator(".summary strong")).toHaveText("2 meetings");
  });
});

/** Press the tab key until something has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the tab key does not reach ${selector}`);
}

test.describe("with the keyboard alone", () => {
  test("to the content, past the navigation", async ({ page }) => {
    await open(page);
    await page.keyboard.press("Tab");
    await expect(page.locator(".skip")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
  });

  test("filter, timeline, map and list of the meetings", async ({ page }) => {
    await open(page);
    await tabTo(page, ".timeline a");
    await page.keyboard.press("Enter");
    await expect.poll(() => state(page).get("from")).not.toBeNull();
    await tabTo(page, ".map a");
    await page.keyboard.press("Enter");
    await expect.poll(() => state(page).get("place")).not.toBeNull();
    await tabTo(page, ".card a");
    await page.keyboard.press("Enter");
    await expect(page.locator("main")).toBeFocused();
    await expect(page.locator(".evidence")).toBeVisible();
  });

  test("a choice keeps the focus", async ({ page }) => {
    await open(page);
    await tabTo(page, ".choices input[value=ministerial]");
    await page.keyboard.press("Space");
    await expect(page.locator(".summary strong")).toHaveText("2 meetings");
    await expect(page.locator(".choices input[value=ministerial]")).toBeFocused();
  });

  test("passages of an article", async ({ page }) => {
    await open(page, "#/article/art_0000000000000001");
    await tabTo(page, "mark.span-quote");
    await expect(page.locator(".hover-card")).toContainText("Inês Prata");
    await page.keyboard.press("Escape");
    await expect(page.locator(".hover-card")).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(page.locator(".row-panel")).toContainText("quo_000000000001");
  });

  test("a query", async ({ page }) => {
    await open(page, "#/sql");
    await tabTo(page, "#sql");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("select 1 + 1 as two");
    await page.keyboard.press("Control+Enter");
    await expect(page.locator(".result td")).toHaveText("2");
    await page.keyboard.press("Tab"); // the editor doesn't keep it
    await expect(page.getByRole("button", { name: "Run" })).toBeFocused();
  });
});
