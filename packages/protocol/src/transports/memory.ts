import type { Transport, TransportReceiver } from "./transport.ts";

interface End extends Transport {
  deliver(parts: readonly Uint8Array[]): void;
  end(error?: Error): void;
}

/**
 * Two transports joined in memory: what one writes, the other receives, in a later microtask. For tests,
 * and for both sides of a connection in one process.
 */
export function memoryTransports(): [Transport, Transport] {
  const left = createEnd("memory:right", () => right);
  const right = createEnd("memory:left", () => left);
  return [left, right];
}

function createEnd(peerName: string, peer: () => End): End {
  let receiver: TransportReceiver | undefined;
  let early: Uint8Array[] = [];
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
    start(own) {
      receiver = own;
      for (const chunk of early) own.data(chunk);
      early = [];
      if (ended) own.closed(ended.error);
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
        else early.push(part);
      }
    },
    end,
  };
}
