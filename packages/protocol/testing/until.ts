/** Waits for a condition. */
export { until } from "test-support/until";
