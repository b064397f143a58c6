/** One connection to a camera, whose next event can be awaited beside other things. */
import { onAbort } from "@framewire/media";
import type { LoginContext } from "./http/log-in.ts";
import { type MjpegStreamOptions, readStream, type StreamEvent, type StreamProgress } from "./read-stream.ts";

/** Opens a connection. An abort of `signal` closes it. */
export function openConnection(context: LoginContext, options: MjpegStreamOptions, signal: AbortSignal): Connection {
  const closing = new AbortController();
  const removeListener = onAbort(signal, () => closing.abort(signal.reason));
  const progress: StreamProgress = { connected: false, answered: false, lastByteAt: performance.now() };
  const events = readStream(context, options, progress, closing.signal);
  let pending: Promise<Outcome> | undefined;
  return {
    progress,
    next() {
      pending ??= events.next().then(
        ({ value }) => ({ event: value }),
        (error: unknown) => ({ error }),
      );
      return pending;
    },
    take() {
      pending = undefined;
    },
    close() {
      removeListener();
      closing.abort();
      events.return(undefined as never).catch(() => {});
    },
  };
}

/** A connection to a camera. */
export interface Connection {
  readonly progress: Readonly<StreamProgress>;
  /** Resolves with the next event or the error that ended the connection: the same promise until {@link take}. Never rejects. */
  next(): Promise<Outcome>;
  /** Marks the outcome of {@link next} as handled. */
  take(): void;
  close(): void;
}

/** What a connection has brought. */
export type Outcome = { readonly event: StreamEvent } | { readonly error: unknown };
