/** A transport with a rate. */
import { sleep } from "@framewire/media";
import type { Transport } from "../src/transports/transport.ts";

/** Receives at most `bytesPerMs` bytes in a millisecond. What arrives faster waits in an unlimited queue, in order. */
export function throttled(transport: Transport, bytesPerMs: number): Transport {
  let freeAt = 0;
  let last = Promise.resolve();
  function after(bytes: number, deliver: () => void): void {
    freeAt = Math.max(freeAt, performance.now()) + bytes / bytesPerMs;
    const at = freeAt;
    last = last.then(() => sleep(Math.max(at - performance.now(), 0))).then(deliver);
  }
  return {
    ...transport,
    start(receiver) {
      transport.start({
        data: (chunk) => after(chunk.length, () => receiver.data(chunk)),
        closed: (error) => after(0, () => receiver.closed(error)),
      });
    },
  };
}
