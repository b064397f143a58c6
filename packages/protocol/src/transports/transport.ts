/** What a {@link Transport} tells the connection on it. */
export interface TransportReceiver {
  /** Bytes came. They are the receiver's: the transport does not write to them again. */
  data(chunk: Uint8Array): void;
  /** The last call: no bytes come or go any more. */
  closed(error?: Error): void;
}

/**
 * A reliable, ordered stream of bytes both ways: what a connection runs on. It has no back-pressure of its
 * own: whoever writes bounds what is on its way by the peer's receipts.
 */
export interface Transport {
  /** Where the peer is, for people: `"192.0.2.7:51034"`. */
  readonly remoteAddress: string;
  /** Begins to hand out what comes. Called once. */
  start(receiver: TransportReceiver): void;
  /** Sends the parts in order, without a copy: nobody may write to their memory afterwards. Ignored once closed. */
  write(parts: readonly Uint8Array[]): void;
  /** Sends what was written, then closes. May take as long as the peer likes: whoever closes bounds it with `abort`. */
  close(): void;
  /** Closes at once and forgets what was written. */
  abort(): void;
}
