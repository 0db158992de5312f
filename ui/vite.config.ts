import { transformAsync } from "@babel/core";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vitest/config";

/**
 * What a page keeps from one drawing to the next is found by React's compiler, so that a change draws only what it
 * changes. The plugin that is made for this wants Node 22.
 */
const compiled: Plugin = {
  name: "react-compiler",
  enforce: "pre",
  transform: {
    filter: { id: { include: /\/src\/.*\.tsx?$/, exclude: /\.test\.tsx?$/ } },
    async handler(code, id) {
      const made = await transformAsync(code, {
        filename: id,
        plugins: ["babel-plugin-react-compiler"],
        parserOpts: { plugins: ["typescript", "jsx"] },
        babelrc: false,
        configFile: false,
        sourceMaps: true,
      });
      return made?.code ? { code: made.code, map: made.map ?? null } : null;
    },
  },
};

export default defineConfig(({ mode }) => ({
  plugins: [compiled, react()],
  clearScreen: false,
  // A test compares the catalogues with the program's sources; nobody else is given them.
  server: { host: "127.0.0.1", port: 1420, strictPort: true, fs: { allow: mode === "test" ? [".."] : ["."] } },
  // The oldest webview that the window may meet; nothing is inlined, so that the policy needs no data: for scripts and
  // fonts. The grid alone is larger than what is warned about, and nothing of it comes over a network.
  build: { target: "safari16", assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
  test: {
    environment: "jsdom",
    testTimeout: 30_000,
    setupFiles: "./src/test-setup.ts",
    include: ["src/**/*.test.{ts,tsx}"],
  },
}));
