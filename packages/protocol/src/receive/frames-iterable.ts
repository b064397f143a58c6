/** The frames of a connection as an async iterable: reading them signals demand to the peer. */

import type { EncodedFrame } from "@framewire/media";
import type { FrameReceiver } from "./frame-receiver.ts";
import type { LocalDemand } from "./local-demand.ts";

/** Makes the iterable. Each `next()` signals demand to the peer; leaving the loop withdraws it. */
export function createFramesIterable(receiver: FrameReceiver, demand: LocalDemand): AsyncIterable<EncodedFrame> {
  return {
    [Symbol.asyncIterator]() {
      let returned = false;
      const iterator: AsyncIterator<EncodedFrame, undefined> = {
        next() {
          if (returned) return Promise.resolve({ done: true, value: undefined });
          demand.set(true);
          return receiver.take(iterator);
        },
        async return() {
          if (returned) return { done: true, value: undefined };
          returned = true;
          receiver.cancel(iterator);
          demand.set(false);
          receiver.discard();
          return { done: true, value: undefined };
        },
      };
      return iterator;
    },
  };
}
