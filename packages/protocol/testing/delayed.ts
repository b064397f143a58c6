import type { Transport } from "../src/transports/transport.ts";

/** The same transport, with so many milliseconds on the way in. */
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
