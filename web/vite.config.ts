import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { licencesPlugin } from "./plugins/licences";
import { plotStylesPlugin } from "./plugins/plotStyles";
import { queriesPlugin } from "./plugins/queries";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  base: "./", // the site may lie in any folder of a server
  plugins: [
    queriesPlugin(fileURLToPath(new URL("../README.md", import.meta.url))),
    plotStylesPlugin(),
    licencesPlugin(root),
  ],
  build: {
    target: "es2022",
    assetsInlineLimit: 0, // the policy allows no data: addresses
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
  },
});
