import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig(({ mode }) => ({
  plugins: [react()],
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
