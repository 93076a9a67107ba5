import { expect, open, test } from "./fixtures";

const MARKUP = "<img src=x onerror=\"document.title='owned'\"><script>window.owned = true</script>";

for (const [name, hash] of [
  ["articles", "#/articles?q=hostile"],
  ["article", "#/article/art_bad0000000000bad?row=quo_hostile00000"],
  ["quotes", "#/quotes?q=owned"],
  ["pledges", "#/pledges?pledger=MLT"],
  ["pledge", "#/pledge/plg_hostile00000"],
  ["sql", `#/sql?q=${encodeURIComponent("select title, text from articles where title like 'Hostile%'")}`],
  ["chart", `#/sql?q=${encodeURIComponent("select description, 1 as n from pledges order by description")}`],
] as const) {
  test(`markup in texts stays text: ${name}`, async ({ page }) => {
    await open(page, hash);
    await expect(page.locator("main")).toContainText("<img src=x onerror=");
    await page.waitForTimeout(300);
    expect(await page.locator("main img, main script, main iframe").count()).toBe(0);
    expect(await page.evaluate(() => "owned" in window)).toBe(false);
    expect(await page.title()).not.toBe("owned");
  });
}

test("markup in addresses stays text", async ({ page }) => {
  for (const hash of [
    `#/${encodeURIComponent(MARKUP)}`,
    `#/meeting/${encodeURIComponent(MARKUP)}`,
    `#/quotes?q=${encodeURIComponent(MARKUP)}`,
    `#/meetings?place=${encodeURIComponent(MARKUP)}`,
    "#/article/%E0%A4%A",
  ]) {
    await open(page, hash);
    expect(await page.locator("main img, main script").count()).toBe(0);
  }
});

test("an address that is a script is no link", async ({ page }) => {
  await open(page, "#/article/art_bad0000000000bad");
  await expect(page.locator("main")).toContainText("Source:");
  const links = await page.locator("a").evaluateAll((items) => items.map((item) => item.getAttribute("href") ?? ""));
  expect(links.filter((link) => /^\s*javascript:/i.test(link))).toEqual([]);
});

test("marks that turn the direction of writing are shown", async ({ page }) => {
  await open(page, "#/quotes?q=owned");
  const text = (await page.locator("main").textContent()) ?? "";
  expect(text).not.toContain("\u202e");
  expect(text).toContain("safe\ufffdgpj.exe");
});

test("the policy allows no inline script, no inline style and no other host", async ({ page }) => {
  await open(page);
  const policy = (await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content")) ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|\*/);
  expect(await page.locator("script:not([src]), style").count()).toBe(0);
});

test.describe("what the policy stops", () => {
  test.use({ allowed: [/Content Security Policy|Refused|violates|Failed to fetch/] });

  test("inline script and other hosts", async ({ page }) => {
    await open(page);
    const result = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.owned = true";
      document.body.append(script);
      const fetched = await fetch("https://elsewhere.invalid/").then(
        () => "reached",
        () => "refused",
      );
      return { owned: "owned" in window, fetched };
    });
    expect(result).toEqual({ owned: false, fetched: "refused" });
  });
});
