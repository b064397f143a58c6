/** A transport with a rate. */
import type { Transport } from "../src/transports/transport.ts";

/** Receives at most `bytesPerMs` bytes in a millisecond. What arrives faster waits in an unlimited queue. */
export function throttled(transport: Transport, bytesPerMs: number): Transport {
  let freeAt = 0;
  return {
    ...transport,
    start(receiver) {
      transport.start({
        data(chunk) {
          freeAt = Math.max(freeAt, performance.now()) + chunk.length / bytesPerMs;
          setTimeout(() => receiver.data(chunk), freeAt - performance.now());
        },
        closed: (error) => void setTimeout(() => receiver.closed(error), freeAt - performance.now()),
      });
    },
  };
}
