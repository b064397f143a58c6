import { now, onAbort } from "@framewire/media";
import { isDue, onTick, type Ticking } from "./ticker.ts";

/** What a {@link KeepAlive} needs of its connection. */
export interface KeepAliveOptions {
  /** Sends a ping that carries this time. */
  ping(sent: number): void;
  /** The peer has not answered for too long. */
  lost(message: string): void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Asks the peer all the time whether it is there, and reads. */
export interface KeepAlive {
  /** An answer came. False when nobody asked for it. */
  answered(pingSent: number): boolean;
  /** The peer was there at this time: it has read what left then, or a frame of its own came. There is less need to ask. */
  there(at: number): void;
  /** Asks now, or in a moment if that was done a moment ago. */
  ask(): void;
  /**
   * Something leaves anyway. True where the next ping is nearly due, and is to leave with it at this time: for the peer
   * it is one thing less that wakes it.
   */
  rides(at: number): boolean;
}

/** Between two pings, in milliseconds. */
export const pingIntervalMs = 400;

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

/** Starts to ask. A peer that vanishes is noticed after 2.3 s at the least, and 2.9 s and a timer's lateness at the most. */
export function createKeepAlive({ ping, lost, signal }: KeepAliveOptions): KeepAlive {
  let pending: number[] = [];
  let waitingSince = 0;
  let askedAt = 0;
  let answers = 0;
  let thereAt = 0;
  let second = 0;
  let askedInSecond = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;

  function asking(at: number): void {
    if (pending.length === 0) waitingSince = at;
    pending.push(at);
    askedAt = at;
    clearTimeout(soon);
    soon = undefined;
  }

  function ask(at: number): void {
    asking(at);
    ping(at);
  }

  function wasThereLately(at: number): boolean {
    return at - thereAt < latelyMs * 1000;
  }

  const tick: Ticking = (at, awokeAt) => {
    // After a sleep the time starts again: the answers may lie unread in the socket.
    const lostAt =
      pending.length > 0 ? Math.max(waitingSince, awokeAt) + pingTimeoutMs * 1000 : Number.POSITIVE_INFINITY;
    if (at > lostAt) {
      lost(`The connection is lost. The other side has not answered for ${(pingTimeoutMs / 1000).toFixed(1)} s.`);
      return Number.POSITIVE_INFINITY;
    }
    const there = wasThereLately(at);
    const interval = (there && answers >= firstAnswers ? seldomMs : pingIntervalMs) * 1000;
    if (isDue(askedAt + interval, at)) ask(at);
    return Math.min(lostAt, askedAt + interval, there ? thereAt + latelyMs * 1000 : Number.POSITIVE_INFINITY);
  };

  const forget = onTick(tick);
  onAbort(signal, () => {
    forget();
    clearTimeout(soon);
  });
  ask(now());

  return {
    answered(pingSent) {
      if (!pending.includes(pingSent)) return false;
      answers++;
      pending = pending.filter((sent) => sent > pingSent);
      waitingSince = pending[0] ?? 0;
      return true;
    },
    there(at) {
      thereAt = Math.max(thereAt, at);
    },
    rides(at) {
      if (signal.aborted || !wasThereLately(at) || at - askedAt < rideMs * 1000) return false;
      asking(at);
      return true;
    },
    ask() {
      if (signal.aborted || soon) return;
      const at = now();
      const current = Math.floor(at / 1_000_000);
      if (current !== second) askedInSecond = 0;
      second = current;
      const rest = (++askedInSecond <= closePings ? closeRestMs : restMs) - (at - askedAt) / 1000;
      if (rest <= 0) ask(at);
      else soon = setTimeout(() => ask(now()), rest);
    },
  };
}
