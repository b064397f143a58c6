import type { Pong } from "../wire/packet.ts";

interface Sample {
  readonly at: number;
  readonly roundTrip: number;
  readonly offset: number;
  readonly back: number;
}

/** So many count at the most, and for so many microseconds: clocks drift, by 50 in a million at worst. */
const remembered = 16;
const memory = 16_000_000;

/**
 * Compares the peer's clock with ours from four timestamps, as NTP does (RFC 5905, section 8): of the
 * recent answers the one with the shortest round trip tells the offset best, and is wrong by half of that
 * round trip at the most.
 */
export class ClockSync {
  #samples: readonly Sample[] = [];
  #best: Sample | undefined;
  /** The shortest way back, both clocks' difference included. */
  #back: number | undefined;

  /** The latest round trip in microseconds; undefined before the first answer. */
  get roundTrip(): number | undefined {
    return this.#samples.at(-1)?.roundTrip;
  }

  /** The peer's clock minus ours in microseconds, from the shortest of the recent round trips. */
  get offset(): number | undefined {
    return this.#best?.offset;
  }

  /** How much the offset may be wrong, either way, in microseconds. */
  get uncertainty(): number | undefined {
    return this.#best && this.#best.roundTrip / 2;
  }

  /** Takes in an answer that came at the time `at`. */
  add({ pingSent, received, sent }: Pong, at: number): void {
    const roundTrip = Math.max(at - pingSent - Math.max(sent - received, 0), 0);
    const sample = { at, roundTrip, offset: (received - pingSent + (sent - at)) / 2, back: at - sent };
    this.#samples = [...this.#samples.filter((old) => at - old.at < memory), sample].slice(-remembered);
    this.#best = this.#samples.reduce((one, other) => (one.roundTrip <= other.roundTrip ? one : other));
    this.#back = Math.min(...this.#samples.map(({ back }) => back));
  }

  /**
   * When something that the peer says at `time` of its clock is here, by ours, if it comes over the shortest way
   * that a recent answer took. Undefined before the first answer.
   */
  earliest(time: number): number | undefined {
    return this.#back === undefined ? undefined : time + this.#back;
  }
}
