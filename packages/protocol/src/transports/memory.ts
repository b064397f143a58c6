/** Two transports joined in memory. */

import type { Transport, TransportReceiver } from "./transport.ts";

interface End extends Transport {
  deliver(parts: readonly Uint8Array[]): void;
  end(error?: Error): void;
}

/**
 * Creates two transports joined in memory: the bytes that one writes, the other receives in a later microtask. For tests,
 * and for connections inside one process.
 */
export function memoryTransports(): [Transport, Transport] {
  const left = createEnd("memory:right", () => right);
  const right = createEnd("memory:left", () => left);
  return [left, right];
}

function createEnd(peerName: string, peer: () => End): End {
  let receiver: TransportReceiver | undefined;
  let pending: Uint8Array[] = [];
  let open = true;
  let ended: { readonly error: Error | undefined } | undefined;

  function end(error?: Error): void {
    if (ended) return;
    open = false;
    ended = { error };
    receiver?.closed(error);
  }

  return {
    remoteAddress: peerName,
    start(newReceiver) {
      receiver = newReceiver;
      for (const chunk of pending) newReceiver.data(chunk);
      pending = [];
      if (ended) newReceiver.closed(ended.error);
    },
    write(parts) {
      if (open) queueMicrotask(() => peer().deliver(parts));
    },
    close() {
      if (!open) return;
      open = false;
      queueMicrotask(() => {
        peer().end();
        end();
      });
    },
    abort() {
      open = false;
      queueMicrotask(() => {
        peer().end(new Error("The other side dropped the connection."));
        end();
      });
    },
    deliver(parts) {
      if (ended) return;
      for (const part of parts) {
        if (receiver) receiver.data(part);
        else pending.push(part);
      }
    },
    end,
  };
}
