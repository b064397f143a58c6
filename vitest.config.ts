import { defineConfig } from "vitest/config";

/** One configuration for every package: `vitest run --config ../../vitest.config.ts` in its folder. */
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // For what hangs, on a busy machine too. What is promised within a time says so itself.
    testTimeout: 60_000,
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
  },
});
