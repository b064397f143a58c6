/** Detects a peer that vanished, hangs or has stopped reading, by pings. */

import { now, onAbort } from "@framewire/media";
import { isDue, onTick } from "./ticker.ts";

/** Longest interval between two pings, in milliseconds, while the peer shows no activity. */
export const pingIntervalMs = 400;

/** A ping leaves up to this much sooner, at random, so that peers that fell silent together are not pinged together. */
export const pingSpreadMs = 100;

/** A peer that leaves a ping unanswered for this long, in milliseconds, is lost. */
export const pingTimeoutMs = 2300;

/**
 * Pongs that a peer can cause in a second; further pings stay unanswered. This bounds what a peer that only pings and
 * reads nothing makes this side buffer. A peer of this implementation sends at most 20 pings per second.
 */
export const pongsPerSecond = 64;

/** A peer with activity within this time, in milliseconds, is pinged every `activePingIntervalMs`. */
const activityMs = 450;

/** Interval while the peer shows activity: still needed to see that it reads as well, and to compare the clocks. */
const activePingIntervalMs = 4000;

/** Pongs before the interval is extended: the first arrive while both sides are busy, and one alone compares the clocks badly. */
const firstPongs = 5;

/** Time after the last ping, in milliseconds, from which the next one may piggyback on another packet. */
const piggybackAfterMs = 3000;

/** Shortest interval between pings on demand. The first few of each second may follow each other closely. */
const minIntervalMs = 50;
const minBurstIntervalMs = 2;
const burstPings = 8;

/**
 * Sends pings at regular intervals and on demand, and reports the peer as lost when one stays unanswered. A peer that
 * vanishes is noticed after at least 2.3 s, and at most 2.9 s plus a timer's lateness. All times are in microseconds.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  /** Times of the unanswered pings. */
  #pending: number[] = [];
  #waitingSince = 0;
  #lastPingAt = 0;
  #jitterMs = 0;
  #pongs = 0;
  #activeAt = 0;
  #currentSecond = 0;
  #pingsInSecond = 0;
  #scheduled: ReturnType<typeof setTimeout> | undefined;

  /** Starts with a ping. */
  constructor(options: KeepAliveOptions) {
    this.#options = options;
    const stop = onTick((at, awokeAt) => this.#tick(at, awokeAt));
    onAbort(options.signal, () => {
      stop();
      clearTimeout(this.#scheduled);
    });
    this.#ping(now());
  }

  /** Takes note of a pong. Returns false if no such ping is unanswered. */
  onPong(pingSent: number): boolean {
    if (!this.#pending.includes(pingSent)) return false;
    this.#pongs++;
    this.#pending = this.#pending.filter((sent) => sent > pingSent);
    this.#waitingSince = this.#pending[0] ?? 0;
    return true;
  }

  /** The peer showed activity: a frame of it arrived at this time, or an ack for a packet that was sent at this time. */
  noteActivity(at: number): void {
    this.#activeAt = Math.max(this.#activeAt, at);
  }

  /**
   * Whether the next ping is nearly due and leaves together with another packet at this time, so that both wake the peer
   * once. The caller then sends the ping.
   */
  piggyback(at: number): boolean {
    const early = at - this.#lastPingAt < piggybackAfterMs * 1000;
    if (this.#options.signal.aborted || !this.#isActive(at) || early) return false;
    this.#onPingSent(at);
    return true;
  }

  /** Sends a ping now, or once the minimum interval since the last one is over. */
  pingSoon(): void {
    if (this.#options.signal.aborted || this.#scheduled) return;
    const at = now();
    const second = Math.floor(at / 1_000_000);
    if (second !== this.#currentSecond) this.#pingsInSecond = 0;
    this.#currentSecond = second;
    const minInterval = ++this.#pingsInSecond <= burstPings ? minBurstIntervalMs : minIntervalMs;
    const waitMs = minInterval - (at - this.#lastPingAt) / 1000;
    if (waitMs <= 0) this.#ping(at);
    else this.#scheduled = setTimeout(() => this.#ping(now()), waitMs);
  }

  #ping(at: number): void {
    this.#onPingSent(at);
    this.#options.ping(at);
  }

  #onPingSent(at: number): void {
    if (this.#pending.length === 0) this.#waitingSince = at;
    this.#pending.push(at);
    this.#lastPingAt = at;
    this.#jitterMs = Math.random() * pingSpreadMs;
    clearTimeout(this.#scheduled);
    this.#scheduled = undefined;
  }

  #isActive(at: number): boolean {
    return at - this.#activeAt < activityMs * 1000;
  }

  /** Returns the time of the next tick that matters. */
  #tick(at: number, awokeAt: number): number {
    // After a suspension the timeout restarts: the pongs may be unread in the socket.
    const since = Math.max(this.#waitingSince, awokeAt);
    const lostAt = this.#pending.length > 0 ? since + pingTimeoutMs * 1000 : Number.POSITIVE_INFINITY;
    if (at > lostAt) {
      const silence = (pingTimeoutMs / 1000).toFixed(1);
      this.#options.onLost(`The connection is lost. The other side has not answered for ${silence} s.`);
      return Number.POSITIVE_INFINITY;
    }
    const active = this.#isActive(at);
    const extended = active && this.#pongs >= firstPongs;
    const interval = (extended ? activePingIntervalMs : pingIntervalMs - this.#jitterMs) * 1000;
    if (isDue(this.#lastPingAt + interval, at)) this.#ping(at);
    const inactiveAt = active ? this.#activeAt + activityMs * 1000 : Number.POSITIVE_INFINITY;
    return Math.min(lostAt, this.#lastPingAt + interval, inactiveAt);
  }
}

/** The callbacks of a {@link KeepAlive}. */
export interface KeepAliveOptions {
  /** Sends a ping with this time. */
  ping(sent: number): void;
  /** The peer has not answered in time. */
  onLost(message: string): void;
  /** Stops the pings when it aborts. */
  readonly signal: AbortSignal;
}
