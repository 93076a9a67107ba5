/** Pages whose errors and foreign requests fail the test, and pictures of them. */

import { test as base, expect, type Page } from "@playwright/test";

export { expect };

interface Watched {
  /** Console errors that a test expects (none unless it says so). */
  allowed: RegExp[];
}

export const test = base.extend<Watched>({
  allowed: [[], { option: true }],
  page: async ({ page, allowed }, use) => {
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:\d+\/|blob:)/.test(request.url())) problems.push(`request: ${request.url()}`);
    });
    await use(page);
    expect(problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem)))).toEqual([]);
  },
});

/** Open a state of the explorer and wait until it stands. */
export async function open(page: Page, hash = ""): Promise<void> {
  await page.goto(`./${hash}`);
  await expect(page.locator("main h1")).toBeVisible();
  await expect(page.locator("main")).not.toHaveAttribute("aria-busy", "true");
}

export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `results/screenshots/${name}.png` });
}

/** The parameters of the address, after `?`. */
export function state(page: Page): URLSearchParams {
  return new URLSearchParams(new URL(page.url()).hash.split("?")[1] ?? "");
}
