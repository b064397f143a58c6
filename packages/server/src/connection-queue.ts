/** The queue between the server and its loop over connections. */

import type { Connection } from "@framewire/protocol";

/** Open connections that the server's loop has not read yet, oldest first. */
export interface ConnectionQueue {
  add(connection: Connection): void;
  /** Ends the queue: once it is empty, `next` is done. */
  close(): void;
  /** Resolves to the next connection. */
  next(): Promise<IteratorResult<Connection, undefined>>;
}

/**
 * Creates a {@link ConnectionQueue}. A connection that closes leaves the queue one turn of the event loop later. So a waiting
 * reader receives every connection, also one whose hello and bye arrive together; and without a reader, the queue contains
 * open connections only.
 */
export function createConnectionQueue(): ConnectionQueue {
  const queued = new Set<Connection>();
  let closed = false;
  let waiting: (() => void)[] = [];

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  }

  return {
    add(connection) {
      queued.add(connection);
      void connection.closed.then(() => setImmediate(() => queued.delete(connection)));
      wake();
    },
    close() {
      closed = true;
      wake();
    },
    async next() {
      while (true) {
        const [connection] = queued;
        if (connection) {
          queued.delete(connection);
          return { done: false, value: connection };
        }
        if (closed) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
  };
}
