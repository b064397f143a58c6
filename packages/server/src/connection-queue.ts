import type { Connection } from "@framewire/protocol";

/** Connections that are open and that nobody has taken yet, in the order in which they came. */
export interface ConnectionQueue {
  add(connection: Connection): void;
  /** No further ones: after those that are there `take` is done, or throws this error. */
  close(error?: Error): void;
  take(): Promise<IteratorResult<Connection, undefined>>;
}

/**
 * Makes a {@link ConnectionQueue}. A connection that closes before it is taken leaves it, a turn of the event
 * loop later: whoever waits for connections gets each, even one that said hello and bye in one breath, and
 * where nobody does, only open ones are held.
 */
export function createConnectionQueue(): ConnectionQueue {
  const waiting = new Set<Connection>();
  let end: { readonly error: Error | undefined } | undefined;
  let wakes: (() => void)[] = [];

  function wake(): void {
    const woken = wakes;
    wakes = [];
    for (const resolve of woken) resolve();
  }

  return {
    add(connection) {
      waiting.add(connection);
      void connection.closed.then(() => setImmediate(() => waiting.delete(connection)));
      wake();
    },
    close(error) {
      end ??= { error };
      wake();
    },
    async take() {
      while (true) {
        const [next] = waiting;
        if (next) {
          waiting.delete(next);
          return { done: false, value: next };
        }
        if (end?.error) throw end.error;
        if (end) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          wakes.push(resolve);
        });
      }
    },
  };
}
