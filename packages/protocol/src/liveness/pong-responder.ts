/** Answers the peer's pings. */
import { now, TokenBucket } from "@framewire/media";
import type { Ping, Pong } from "../wire/packet.ts";
import { pongsPerSecond } from "./keep-alive.ts";

/** Answers the latest of the pings that arrive together, at a limited rate. */
export class PongResponder {
  readonly #limit = new TokenBucket({ perSecond: pongsPerSecond, burst: pongsPerSecond, at: now() });
  #unanswered: { readonly pingSent: number; readonly received: number } | undefined;

  /** A ping arrives. */
  onPing({ sent }: Ping, at: number): void {
    this.#unanswered = { pingSent: sent, received: at };
  }

  /** Returns the pong to send, if there is one. */
  takePong(): Pong | undefined {
    const ping = this.#unanswered;
    this.#unanswered = undefined;
    return ping && this.#limit.take(ping.received) ? { ...ping, sent: now() } : undefined;
  }
}
