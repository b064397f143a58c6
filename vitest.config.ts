/** The configuration of every package's tests: `vitest run --config ../../vitest.config.ts` in its folder. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Tests that hang end here, on a busy machine too. A test of a time limit sets its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two even on two cores, where Vitest's default is one: most tests wait for programs and sockets.
    maxWorkers: 2,
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
  },
});
