import { defineConfig } from "@playwright/test";

export const RANGED_PORT = 8741;
export const PLAIN_PORT = 8742;

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export default defineConfig({
  testDir: "e2e",
  outputDir: "results/artifacts",
  timeout: 60_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: process.env.CI ? 1 : 0, // a machine that also does other work
  reporter: [["line"]],
  use: {
    baseURL: `http://127.0.0.1:${RANGED_PORT}/explorer/`,
    viewport: { width: 1280, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: { executablePath: CHROMIUM, args: FLAGS.split(" ") },
  },
  webServer: {
    command: `${process.env.PYTHON ?? "python"} e2e/serve.py ${RANGED_PORT} ${PLAIN_PORT}`,
    url: `http://127.0.0.1:${RANGED_PORT}/explorer/site.json`,
    timeout: 300_000, // the sample release goes through the gate
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
  },
});
