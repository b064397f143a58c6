/** The interface between a connection and the byte stream below it. */

/** The callbacks of a {@link Transport}. */
export interface TransportReceiver {
  /** Bytes arrived. The receiver owns them: the transport does not reuse their memory. */
  data(chunk: Uint8Array): void;
  /** The last call: no further bytes are received or sent. */
  closed(error?: Error): void;
}

/**
 * A reliable, ordered byte stream in both directions. It has no back-pressure: the connection bounds the bytes in flight by
 * the peer's acks.
 */
export interface Transport {
  /** The address of the peer, for people: `"192.0.2.7:51034"`. */
  readonly remoteAddress: string;
  /** Starts to deliver received bytes. Called once. */
  start(receiver: TransportReceiver): void;
  /** Sends the parts in order, without a copy: the caller must not write to their memory afterwards. Ignored once closed. */
  write(parts: readonly Uint8Array[]): void;
  /** Sends the written bytes, then closes. This may take as long as the peer likes: the caller limits it with `abort`. */
  close(): void;
  /** Closes at once and discards unsent bytes. */
  abort(): void;
}
