/** A transport with a delay. */
import type { Transport } from "../src/transports/transport.ts";

/** Delays the bytes that a transport receives by `ms` milliseconds. */
export function delayed(transport: Transport, ms: number): Transport {
  return {
    ...transport,
    start(receiver) {
      transport.start({
        data: (chunk) => void setTimeout(() => receiver.data(chunk), ms),
        closed: (error) => void setTimeout(() => receiver.closed(error), ms),
      });
    },
  };
}
