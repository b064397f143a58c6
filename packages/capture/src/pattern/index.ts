export type { PatternOptions } from "./options.ts";
export { pattern } from "./pattern.ts";
export { type PatternReading, readPattern } from "./read.ts";
