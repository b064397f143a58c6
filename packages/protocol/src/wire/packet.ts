/** The packets of the protocol, decoded. Field names follow framewire.proto. */

import type { EncodedFrame } from "@framewire/media";
import type { ByeCode } from "./bye.ts";
import type { Hello } from "./hello.ts";

/** A packet. `unknown` belongs to a later version of the protocol. */
export type Packet =
  | {
      readonly kind: "hello";
      readonly version: number;
      readonly hello: Hello;
      readonly instanceKey: Uint8Array | undefined;
    }
  | { readonly kind: "frame"; readonly frame: EncodedFrame; readonly ackRequested: boolean }
  | { readonly kind: "ack"; readonly ack: Ack }
  | { readonly kind: "ping"; readonly ping: Ping }
  | { readonly kind: "pong"; readonly pong: Pong }
  | { readonly kind: "demand"; readonly demand: Demand }
  | { readonly kind: "bye"; readonly bye: Bye }
  | { readonly kind: "unknown" };

/** Acknowledges frames: the receiver's reader has consumed them. */
export interface Ack {
  /** Number of frames received on this connection, up to and including the frame consumed last. */
  readonly consumed: number;
  /** Microseconds that this frame waited for the reader. */
  readonly ackDelay: number;
  /** When this frame was complete, in microseconds on the clock of the ack's sender; 0 if unknown. */
  readonly receivedAt: number;
}

/** States whether the sender of this packet wants frames. */
export interface Demand {
  readonly wanted: boolean;
}

/** Requests a {@link Pong}. */
export interface Ping {
  /** Microseconds on the clock of the ping's sender. */
  readonly sent: number;
}

/** Answers a {@link Ping}. */
export interface Pong {
  /** The ping's `sent`. */
  readonly pingSent: number;
  /** When the ping arrived, in microseconds on the clock of the pong's sender. */
  readonly received: number;
  /** When the pong was sent, on the same clock. */
  readonly sent: number;
}

/** The last packet of a side. */
export interface Bye {
  readonly code: ByeCode;
  /** A sentence for people. */
  readonly message: string;
}
