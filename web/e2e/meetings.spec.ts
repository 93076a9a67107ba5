import { expect, open, picture, state, test } from "./fixtures";

const summary = ".summary strong";

test("timeline, map and list show all meetings", async ({ page }) => {
  await open(page);
  await expect(page.locator(summary)).toHaveText("8 meetings");
  await expect(page.locator(".card")).toHaveCount(8);
  await expect(page.locator(".timeline svg a")).toHaveCount(7);
  await expect(page.locator(".map svg a")).toHaveCount(7);
  await expect(page.getByText("1 meeting without a known date")).toBeVisible();
  await picture(page, "meetings");
});

test("a bar of the timeline narrows the map and the list", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: /February 2016, ministerial: 1/ }).click();
  await expect(page.locator(summary)).toHaveText("1 meeting");
  await expect(page.locator(".card")).toContainText("Rome meeting of 2016");
  await expect(page.locator(".map svg a")).toHaveCount(1);
  await expect(page.locator(".timeline svg a")).toHaveCount(7); // the timeline itself stays whole
  expect(state(page).get("from")).toBe("2016-02-01");
});

test("a dot of the map narrows the timeline and the list", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "Lisbon, Portugal: 2 meetings" }).click();
  await expect(page.locator(summary)).toHaveText("2 meetings");
  await expect(page.locator(".timeline svg a")).toHaveCount(2);
  await expect(page.locator(".map svg a")).toHaveCount(7);
  expect(state(page).get("place")).toBe("Lisbon, PRT");
});

test("dragging over the timeline chooses a range", async ({ page }) => {
  await open(page);
  const box = await page.locator(".timeline svg").boundingBox();
  if (!box) throw new Error("no timeline");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 });
  await page.mouse.move(box.x + box.width * 0.62, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => state(page).get("from")).toMatch(/^20\d\d-/);
  await expect(page.locator(summary)).not.toHaveText("8 meetings");
});

test("each filter narrows the list and can be taken off", async ({ page }) => {
  await open(page);
  for (const [label, left] of [
    ["ministerial", "2 meetings"],
    ["scheduled", "1 meeting"],
    ["Norway", "1 meeting"],
  ] as const) {
    await page.getByRole("checkbox", { name: new RegExp(`^${label}`) }).check();
    await expect(page.locator(summary)).toHaveText(left);
    await page.getByRole("link", { name: /Remove the filter/ }).click();
    await expect(page.locator(summary)).toHaveText("8 meetings");
  }
  await page.getByLabel("from").fill("2017-01-01");
  await expect(page.locator(summary)).toHaveText("2 meetings");
  await page.getByLabel("to", { exact: true }).fill("2017-12-31");
  await expect(page.locator(summary)).toHaveText("1 meeting");
});

test("an address restores its state, and going back undoes a step", async ({ page }) => {
  await open(page, "#/meetings?type=ministerial&from=2016-01-01");
  await expect(page.locator(summary)).toHaveText("1 meeting");
  await expect(page.getByRole("checkbox", { name: /^ministerial/ })).toBeChecked();
  await page.getByRole("checkbox", { name: /^ministerial/ }).uncheck();
  await expect(page.locator(summary)).toHaveText("5 meetings");
  await page.goBack();
  await expect(page.locator(summary)).toHaveText("1 meeting");
});

test("a meeting's page has hosts, participants, pledges, quotes and evidence", async ({ page }) => {
  await open(page);
  await page.getByRole("link", { name: "Lisbon meeting of 2015" }).click();
  await expect(page.locator("h1")).toHaveText("Lisbon meeting of 2015");
  await expect(page.locator(".facts")).toContainText("3 March 2015 (as printed)");
  await expect(page.getByRole("heading", { name: /^Hosts/ })).toBeVisible();
  await expect(page.locator("main")).toContainText("Inês Prata · foreign minister · Portugal");
  await expect(page.getByRole("link", { name: "Portugal: 30 trainers" })).toBeVisible();
  await expect(page.locator(".card.quote")).toContainText("“We shall stay the course in Iraq”");
  await expect(page.locator(".evidence blockquote")).toContainText("Ministers met in Lisbon on 03 March 2015 😀");
  await picture(page, "meeting");
  await page.getByRole("link", { name: "Show these words in the article" }).click();
  await expect(page.locator("mark.chosen").first()).toContainText("Ministers met in Lisbon");
});

test("an id that is not there is told, not an error", async ({ page }) => {
  await open(page, "#/meeting/mtg_nothing");
  await expect(page.locator("h1")).toHaveText("No such meeting");
  await open(page, "#/nowhere");
  await expect(page.locator("h1")).toHaveText("There is no such page");
});
