import type { EncodedFrame } from "@framewire/media";
import type { ByeCode } from "./bye.ts";
import type { Hello } from "./hello.ts";

/** Acknowledges frames. */
export interface Ack {
  /** How many of the connection's frames have come up to and with the one that was taken last. */
  readonly consumed: number;
  /** Microseconds that the last of them waited for its reader. */
  readonly ackDelay: number;
  /** When that frame had come whole, in microseconds on the clock of the receipt's sender; 0 where it does not say. */
  readonly receivedAt: number;
}

/** Says whether anybody looks. */
export interface Demand {
  readonly wanted: boolean;
}

/** Asks for a {@link Pong}. */
export interface Ping {
  /** Microseconds on the asking side's clock. */
  readonly sent: number;
}

/** Answers a {@link Ping}. */
export interface Pong {
  /** The ping's `sent`. */
  readonly pingSent: number;
  /** When the ping came, on the answering side's clock, in microseconds. */
  readonly received: number;
  /** When the pong left, on the answering side's clock, in microseconds. */
  readonly sent: number;
}

/** The last word of a side. */
export interface Bye {
  readonly code: ByeCode;
  /** A sentence for people. */
  readonly message: string;
}

/** A packet that came, or is to be sent. `unknown` is one of a later protocol. */
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
