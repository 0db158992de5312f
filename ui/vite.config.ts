import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  // The oldest webview that the window may meet; nothing is inlined, so that the policy needs no data: for scripts and fonts.
  build: { target: "safari16", assetsInlineLimit: 0 },
  test: { environment: "jsdom", setupFiles: "./src/test-setup.ts", include: ["src/**/*.test.{ts,tsx}"] },
});
