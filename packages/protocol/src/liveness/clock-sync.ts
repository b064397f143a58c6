/** Estimates the offset between the peer's clock and ours. */

import type { Pong } from "../wire/packet.ts";

/** Number and age, in microseconds, of the samples that count: clocks drift, by 50 ppm at worst. */
const maxSamples = 16;
const maxSampleAge = 16_000_000;

/**
 * Compares the peer's clock with ours from four timestamps, as NTP does (RFC 5905, section 8). Among the recent pongs the
 * one with the shortest round trip yields the best offset; its error is at most half of that round trip. All times are in
 * microseconds.
 */
export class ClockSync {
  #samples: readonly Sample[] = [];
  #best: Sample | undefined;
  /** The shortest of the recent return delays, including the offset of the clocks. */
  #minReturnDelay: number | undefined;

  /** The latest round trip; undefined before the first pong. */
  get roundTrip(): number | undefined {
    return this.#samples.at(-1)?.roundTrip;
  }

  /** The peer's clock minus ours, from the shortest of the recent round trips. */
  get offset(): number | undefined {
    return this.#best?.offset;
  }

  /** Largest possible error of the offset, either way. */
  get uncertainty(): number | undefined {
    return this.#best && this.#best.roundTrip / 2;
  }

  /** Adds a pong that arrived at the time `at`. */
  add({ pingSent, received, sent }: Pong, at: number): void {
    const roundTrip = Math.max(at - pingSent - Math.max(sent - received, 0), 0);
    const sample = { at, roundTrip, offset: (received - pingSent + (sent - at)) / 2, returnDelay: at - sent };
    this.#samples = [...this.#samples.filter((old) => at - old.at < maxSampleAge), sample].slice(-maxSamples);
    this.#best = this.#samples.reduce((one, other) => (one.roundTrip <= other.roundTrip ? one : other));
    this.#minReturnDelay = Math.min(...this.#samples.map(({ returnDelay }) => returnDelay));
  }

  /**
   * The earliest time, on our clock, at which a packet arrives that the peer sends at `sent` on its clock: with the
   * shortest return delay of the recent pongs. Undefined before the first pong.
   */
  earliestArrival(sent: number): number | undefined {
    return this.#minReturnDelay === undefined ? undefined : sent + this.#minReturnDelay;
  }
}

interface Sample {
  readonly at: number;
  readonly roundTrip: number;
  readonly offset: number;
  readonly returnDelay: number;
}
