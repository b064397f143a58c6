export { keepLog } from "test-support/keep-log";
export { take } from "test-support/take";
export { until } from "test-support/until";
