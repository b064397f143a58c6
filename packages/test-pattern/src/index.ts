/** The test pattern and its reader. */
export { type PatternReading, readPattern } from "./code/read-pattern.ts";
export type { PatternOptions } from "./options.ts";
export { pattern } from "./pattern.ts";
