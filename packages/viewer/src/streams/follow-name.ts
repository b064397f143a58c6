/** The streams of one name, one after the other. */

import { onAbort, sleep } from "@framewire/media";
import type { PublishedStream } from "./published-stream.ts";
import type { StreamRegistry } from "./stream-registry.ts";

/** The pause after frames that ended by themselves, in milliseconds. */
const restMs = 500;

/** The newest live stream of a name. */
export interface NamedStream {
  readonly stream: PublishedStream;
  /** Aborts when another stream is the newest live one, when this one ends, and with the reader's signal. */
  readonly signal: AbortSignal;
}

/**
 * Yields the newest live stream of a name, and the next one whenever that changes: the peer reconnects, or another peer of
 * the name connects or leaves. Waits while there is none, until `signal` aborts. Yield by yield, the caller reads the
 * stream until its signal aborts or its frames end.
 */
export async function* followName(
  registry: StreamRegistry,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<NamedStream, undefined, undefined> {
  for (;;) {
    const stream = await waitForName(registry, name, signal);
    if (!stream) return;
    const superseded = new AbortController();
    const removeListener = registry.onChange(() => {
      if (registry.newestLive(name) !== stream) superseded.abort();
    });
    try {
      yield { stream, signal: AbortSignal.any([signal, stream.signal, superseded.signal]) };
    } finally {
      removeListener();
    }
    if (!superseded.signal.aborted) await sleep(restMs, signal).catch(() => {});
  }
}

/** Resolves to the newest live stream of a name as soon as there is one; to undefined when `signal` aborts before. */
export function waitForName(
  registry: StreamRegistry,
  name: string,
  signal: AbortSignal,
): Promise<PublishedStream | undefined> {
  return new Promise((resolve) => {
    function settle(stream: PublishedStream | undefined): void {
      removeListeners.forEach((remove) => {
        remove();
      });
      resolve(stream);
    }
    function check(): void {
      const stream = registry.newestLive(name);
      if (stream) settle(stream);
    }
    const removeListeners: (() => void)[] = [];
    if (signal.aborted) return settle(undefined);
    removeListeners.push(
      registry.onChange(check),
      onAbort(signal, () => settle(undefined)),
    );
    check();
  });
}
