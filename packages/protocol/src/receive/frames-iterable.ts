import type { EncodedFrame } from "@framewire/media";
import type { FrameReceiver } from "./frame-receiver.ts";
import type { LocalDemand } from "./local-demand.ts";

/** The frames of a connection. Reading them tells the peer that somebody looks, leaving the loop that nobody does. */
export function createFramesIterable(inbox: FrameReceiver, watching: LocalDemand): AsyncIterable<EncodedFrame> {
  return {
    [Symbol.asyncIterator]() {
      let left = false;
      const reader: AsyncIterator<EncodedFrame, undefined> = {
        next() {
          if (left) return Promise.resolve({ done: true, value: undefined });
          watching.look();
          return inbox.take(reader);
        },
        async return() {
          if (left) return { done: true, value: undefined };
          left = true;
          inbox.leave(reader);
          watching.away();
          inbox.discard();
          return { done: true, value: undefined };
        },
      };
      return reader;
    },
  };
}
