import type { Mutable } from "./mutable.ts";

/** What {@link LevelChoice.decide} goes by. */
interface Outlook {
  /** Bytes a microsecond that the path carries. */
  readonly capacity: number;
  /** How long a frame may take to be through the narrowest place, in microseconds, for all to come in time. */
  readonly budget: number;
}

/**
 * Chooses among the levels of a ladder the best that the path has room for. A pure unit: it is told the
 * time, in microseconds. A lower level is taken at once, a higher one only when the path has had room for
 * it a while, and more hesitantly each time that this turned out to be wrong.
 */
export interface LevelChoice {
  /** 0 is the best. */
  readonly level: number;
  /** Microseconds between two frames; 0 before there were two. */
  readonly interval: number;
  /** A frame of the source is there to be sent, at a level that was chosen a while ago. */
  offered(bytes: number, level: number, at: number): void;
  decide(outlook: Outlook, at: number): void;
}

/** Of the time between two frames, so much may be taken: what a level needs to stay, to be gone down to, and to be gone up to. */
const roomToStay = 0.95;
const roomBelow = 0.8;
const roomAbove = 0.88;

/** How long there must be room for a higher level, in microseconds, at first and after many disappointments. */
const leastPatience = 400_000;
const mostPatience = 16_000_000;
/** A level that was left again within this time was a disappointment; one that lasted longer was none. */
const trial = 2_000_000;

/** Frames of a new level that are measured before the next change. */
const measured = 3;
const smoothing = 1 / 8;
const longestInterval = 200_000;

/** Starts at the best of levels whose bytes are to each other as `shares`; the first is 1. */
export function createLevelChoice(shares: readonly number[]): LevelChoice {
  const lowest = shares.length - 1;
  const learned = new Map<number, number>([[0, 1]]);
  /** NaN before there was a frame. As variables they would be numbers made anew for each frame of each peer. */
  const seen = {
    /** Bytes of a frame divided by the share of its level: how much there is in the picture. */
    content: Number.NaN,
    offeredAt: Number.NaN,
  };
  /** The first frames since the level was changed, which tell its true share. */
  let fresh: { count: number; bytes: number } | undefined;
  let changedAt = Number.NEGATIVE_INFINITY;
  let raisedAt = Number.NEGATIVE_INFINITY;
  let roomSince: number | undefined;
  let patience = leastPatience;

  /** As it was seen, or else as the ladder says it, corrected by what was seen of the nearest level. */
  function share(of: number): number {
    const own = learned.get(of);
    if (own !== undefined) return own;
    let nearest = 0;
    for (const known of learned.keys()) {
      if (known > 0 && (nearest === 0 || Math.abs(known - of) < Math.abs(nearest - of))) nearest = known;
    }
    const correction = nearest === 0 ? 1 : (learned.get(nearest) ?? 1) / (shares[nearest] ?? 1);
    return Math.min((shares[of] ?? 1) * correction, 1);
  }

  function fits(candidate: number, room: number, { capacity, budget }: Outlook): boolean {
    const work = (seen.content * share(candidate)) / capacity;
    return work <= room * choice.interval && work <= budget;
  }

  /** The best level that fits; the lowest if none does. */
  function best(room: number, outlook: Outlook): number {
    let candidate = 0;
    while (candidate < lowest && !fits(candidate, room, outlook)) candidate++;
    return candidate;
  }

  function change(to: number, at: number): void {
    if (to > choice.level) {
      if (at - raisedAt < trial) patience = Math.min(patience * 2, mostPatience);
    } else raisedAt = at;
    choice.level = to;
    changedAt = at;
    roomSince = undefined;
    fresh = { count: 0, bytes: 0 };
  }

  function learn(bytes: number): void {
    if (!fresh) {
      const now = bytes / share(choice.level);
      seen.content = smoothed(seen.content, now);
      return;
    }
    fresh.count++;
    fresh.bytes += bytes;
    if (fresh.count < measured) return;
    const { level } = choice;
    const mean = fresh.bytes / fresh.count;
    if (level > 0 && !Number.isNaN(seen.content)) learned.set(level, Math.min(mean / seen.content, 1));
    else seen.content = mean;
    fresh = undefined;
  }

  const choice: Mutable<LevelChoice> = {
    level: 0,
    interval: 0,
    offered(bytes, of, at) {
      if (!Number.isNaN(seen.offeredAt)) {
        const since = Math.min(at - seen.offeredAt, longestInterval);
        choice.interval = smoothed(choice.interval || Number.NaN, since);
      }
      seen.offeredAt = at;
      if (of === choice.level || shares.length === 1) learn(bytes);
    },
    decide(outlook, at) {
      const { level, interval } = choice;
      if (Number.isNaN(seen.content) || interval === 0 || lowest === 0) return;
      if (at - raisedAt > 4 * trial && patience > leastPatience && level <= best(roomBelow, outlook)) {
        patience = leastPatience;
      }
      if (!fits(level, roomToStay, outlook)) {
        roomSince = undefined;
        // What was sent at the former level may be all that there is to judge by.
        if (!fresh || at - changedAt > trial / 4) {
          const to = best(roomBelow, outlook);
          if (to > level) change(to, at);
        }
        return;
      }
      const to = best(roomAbove, outlook);
      if (to >= level || fresh) {
        if (to >= level) roomSince = undefined;
        return;
      }
      roomSince ??= at;
      if (at - roomSince >= patience) change(to, at);
    },
  };
  return choice;
}

/** The mean of what came lately; of nothing yet (NaN), the first. */
function smoothed(mean: number, next: number): number {
  return Number.isNaN(mean) ? next : mean + (next - mean) * smoothing;
}
