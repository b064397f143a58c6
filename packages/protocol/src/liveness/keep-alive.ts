import { now, onAbort } from "@framewire/media";
import { isDue, onTick } from "./ticker.ts";

/** What a {@link KeepAlive} needs of its connection. */
export interface KeepAliveOptions {
  /** Sends a ping that carries this time. */
  ping(sent: number): void;
  /** The peer has not answered for too long. */
  lost(message: string): void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** The most between two pings, in milliseconds. */
export const pingIntervalMs = 400;

/** A ping leaves up to so much sooner, at random: peers who fell silent together are not asked together for ever. */
export const pingSpreadMs = 100;

/** A ping that is not answered for so long, in milliseconds, means that the peer is lost. */
export const pingTimeoutMs = 2300;

/** A peer that was there so lately is asked only so often: whether it reads as well, and to compare the clocks. */
const latelyMs = 450;
const seldomMs = 4000;

/** But not before so many answers: the first come while both sides are busy, and one of them alone compares the clocks badly. */
const firstAnswers = 5;

/** So long after the last one a ping may leave with something else. */
const rideMs = 3000;

/** Between two pings that are asked for: the first of each second may follow each other closely. */
const restMs = 50;
const closeRestMs = 2;
const closePings = 8;

/**
 * Asks the peer all the time whether it is there, and reads. A peer that vanishes is noticed after 2.3 s at the least, and
 * 2.9 s and a timer's lateness at the most.
 */
export class KeepAlive {
  readonly #options: KeepAliveOptions;
  #pending: number[] = [];
  #waitingSince = 0;
  #askedAt = 0;
  #sooner = 0;
  #answers = 0;
  #thereAt = 0;
  #second = 0;
  #askedInSecond = 0;
  #soon: ReturnType<typeof setTimeout> | undefined;

  /** Starts to ask. */
  constructor(options: KeepAliveOptions) {
    this.#options = options;
    const forget = onTick((at, awokeAt) => this.#tick(at, awokeAt));
    onAbort(options.signal, () => {
      forget();
      clearTimeout(this.#soon);
    });
    this.#ask(now());
  }

  /** An answer came. False when nobody asked for it. */
  answered(pingSent: number): boolean {
    if (!this.#pending.includes(pingSent)) return false;
    this.#answers++;
    this.#pending = this.#pending.filter((sent) => sent > pingSent);
    this.#waitingSince = this.#pending[0] ?? 0;
    return true;
  }

  /** The peer was there at this time: it has read what left then, or a frame of its own came. There is less need to ask. */
  there(at: number): void {
    this.#thereAt = Math.max(this.#thereAt, at);
  }

  /**
   * Something leaves anyway. True where the next ping is nearly due, and is to leave with it at this time: for the peer
   * it is one thing less that wakes it.
   */
  rides(at: number): boolean {
    if (this.#options.signal.aborted || !this.#wasThereLately(at) || at - this.#askedAt < rideMs * 1000) return false;
    this.#asking(at);
    return true;
  }

  /** Asks now, or in a moment if that was done a moment ago. */
  ask(): void {
    if (this.#options.signal.aborted || this.#soon) return;
    const at = now();
    const current = Math.floor(at / 1_000_000);
    if (current !== this.#second) this.#askedInSecond = 0;
    this.#second = current;
    const rest = (++this.#askedInSecond <= closePings ? closeRestMs : restMs) - (at - this.#askedAt) / 1000;
    if (rest <= 0) this.#ask(at);
    else this.#soon = setTimeout(() => this.#ask(now()), rest);
  }

  #asking(at: number): void {
    if (this.#pending.length === 0) this.#waitingSince = at;
    this.#pending.push(at);
    this.#askedAt = at;
    this.#sooner = Math.random() * pingSpreadMs;
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  #ask(at: number): void {
    this.#asking(at);
    this.#options.ping(at);
  }

  #wasThereLately(at: number): boolean {
    return at - this.#thereAt < latelyMs * 1000;
  }

  #tick(at: number, awokeAt: number): number {
    // After a sleep the time starts again: the answers may lie unread in the socket.
    const since = Math.max(this.#waitingSince, awokeAt);
    const lostAt = this.#pending.length > 0 ? since + pingTimeoutMs * 1000 : Number.POSITIVE_INFINITY;
    if (at > lostAt) {
      const silence = (pingTimeoutMs / 1000).toFixed(1);
      this.#options.lost(`The connection is lost. The other side has not answered for ${silence} s.`);
      return Number.POSITIVE_INFINITY;
    }
    const there = this.#wasThereLately(at);
    const seldom = there && this.#answers >= firstAnswers;
    const interval = (seldom ? seldomMs : pingIntervalMs - this.#sooner) * 1000;
    if (isDue(this.#askedAt + interval, at)) this.#ask(at);
    const notThereAt = there ? this.#thereAt + latelyMs * 1000 : Number.POSITIVE_INFINITY;
    return Math.min(lostAt, this.#askedAt + interval, notThereAt);
  }
}
