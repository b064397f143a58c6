/** A newest-wins buffer of one value between a source and a reader that may be slow. */
import { type Subscription, share } from "./share.ts";
import type { OpenOptions, Source } from "./source.ts";

/** Reads a source as fast as it gives values, and returns the newest at each `next()`. `dropped` counts the replaced ones. */
export function latest<T>(source: Source<T>, options?: OpenOptions): Subscription<T> {
  return share(source)(options);
}
