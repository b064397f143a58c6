import type { Pong } from "../wire/packet.ts";

/** The peer's clock beside ours, by the four timestamps of each ping (NTP, RFC 5905 section 8). */
export interface ClockSync {
  /**
   * Takes an answer that came at `at`. Gives back, in microseconds, how long its ping took to get there and how
   * long the quickest of the recent answers took back: the round trip without what waited in front of this
   * answer on the peer's side. The two clocks' difference is in both halves, and cancels out.
   */
  add(pong: Pong, at: number): number;
  /** The latest round trip in microseconds; undefined before the first answer. */
  readonly roundTrip: number | undefined;
  /** The peer's clock minus ours in microseconds, from the shortest of the recent round trips. */
  readonly offset: number | undefined;
}

const remembered = 16;

/** Makes a {@link ClockSync} that knows nothing yet. */
export function createClockSync(): ClockSync {
  const samples: { readonly roundTrip: number; readonly offset: number; readonly back: number }[] = [];
  return {
    add({ pingSent, received, sent }, at) {
      const roundTrip = Math.max(at - pingSent - Math.max(sent - received, 0), 0);
      samples.push({ roundTrip, offset: (received - pingSent + (sent - at)) / 2, back: at - sent });
      if (samples.length > remembered) samples.shift();
      return Math.max(received - pingSent + Math.min(...samples.map(({ back }) => back)), 0);
    },
    get roundTrip() {
      return samples.at(-1)?.roundTrip;
    },
    get offset() {
      return samples.reduce<(typeof samples)[number] | undefined>(
        (best, sample) => (best && best.roundTrip <= sample.roundTrip ? best : sample),
        undefined,
      )?.offset;
    },
  };
}
