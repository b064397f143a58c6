import { type Subscription, share } from "./share.ts";
import type { OpenOptions, Source } from "./source.ts";

/**
 * Reads a source as fast as it gives and hands on only the newest value: the joint between a stage that
 * never waits and one that may be slow. What was replaced is counted in `dropped`.
 */
export function latest<T>(source: Source<T>, options?: OpenOptions): Subscription<T> {
  return share(source)(options);
}
