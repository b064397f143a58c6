import type { EncodedFrame } from "@framewire/media";
import type { Inbox } from "./inbox.ts";
import type { Watching } from "./watching.ts";

/** The frames of a connection. Reading them tells the peer that somebody looks, leaving the loop that nobody does. */
export function createReader(inbox: Inbox, watching: Watching): AsyncIterable<EncodedFrame> {
  return {
    [Symbol.asyncIterator]() {
      const left = new AbortController();
      return {
        async next() {
          if (left.signal.aborted) return { done: true, value: undefined };
          watching.look();
          return await inbox.take(left.signal);
        },
        async return() {
          left.abort();
          watching.away();
          inbox.discard();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
