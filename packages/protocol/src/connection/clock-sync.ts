import type { Pong } from "../wire/packet.ts";
import type { Mutable } from "./mutable.ts";

/**
 * Compares the peer's clock with ours from four timestamps, as NTP does (RFC 5905, section 8): of the
 * recent answers the one with the shortest round trip tells the offset best, and is wrong by half of that
 * round trip at the most.
 */
export interface ClockSync {
  /** Takes in an answer that came at the time `at`. */
  add(pong: Pong, at: number): void;
  /** The latest round trip in microseconds; undefined before the first answer. */
  readonly roundTrip: number | undefined;
  /** The peer's clock minus ours in microseconds, from the shortest of the recent round trips. */
  readonly offset: number | undefined;
  /** How much the offset may be wrong, either way, in microseconds. */
  readonly uncertainty: number | undefined;
  /**
   * When something that the peer says at `time` of its clock is here, by ours, if it comes over the shortest way
   * that a recent answer took. Undefined before the first answer.
   */
  earliest(time: number): number | undefined;
}

interface Sample {
  readonly at: number;
  readonly roundTrip: number;
  readonly offset: number;
  readonly back: number;
}

/** So many count at the most, and for so many microseconds: clocks drift, by 50 in a million at worst. */
const remembered = 16;
const memory = 16_000_000;

/** Makes a {@link ClockSync} that knows nothing yet. */
export function createClockSync(): ClockSync {
  let samples: readonly Sample[] = [];
  let back: number | undefined;
  const clock: Mutable<ClockSync> = {
    roundTrip: undefined,
    offset: undefined,
    uncertainty: undefined,
    add({ pingSent, received, sent }, at) {
      const roundTrip = Math.max(at - pingSent - Math.max(sent - received, 0), 0);
      const sample = { at, roundTrip, offset: (received - pingSent + (sent - at)) / 2, back: at - sent };
      samples = [...samples.filter((old) => at - old.at < memory), sample].slice(-remembered);
      const best = samples.reduce((one, other) => (one.roundTrip <= other.roundTrip ? one : other));
      back = Math.min(...samples.map((one) => one.back));
      clock.roundTrip = roundTrip;
      clock.offset = best.offset;
      clock.uncertainty = best.roundTrip / 2;
    },
    earliest: (time) => (back === undefined ? undefined : time + back),
  };
  return clock;
}
