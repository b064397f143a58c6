/** What {@link RenditionSelector.decide} goes by. */
interface Outlook {
  /** Bytes a microsecond that the path carries. */
  readonly capacity: number;
  /** How long a frame may take to be through the narrowest place, in microseconds, for all to come in time. */
  readonly budget: number;
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

/**
 * Chooses among the levels of a ladder the best that the path has room for. A pure unit: it is told the
 * time, in microseconds. A lower level is taken at once, a higher one only when the path has had room for
 * it a while, and more hesitantly each time that this turned out to be wrong.
 */
export class RenditionSelector {
  readonly #shares: readonly number[];
  readonly #learned = new Map<number, number>([[0, 1]]);
  #level = 0;
  /** NaN before there were two frames. */
  #interval = Number.NaN;
  /** Bytes of a frame divided by the share of its level: how much there is in the picture. NaN before there was one. */
  #content = Number.NaN;
  #offeredAt = Number.NaN;
  /** The first frames since the level was changed, which tell its true share. */
  #fresh: { count: number; bytes: number } | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;
  #roomSince: number | undefined;
  #patience = leastPatience;

  /** Starts at the best of levels whose bytes are to each other as `shares`; the first is 1. */
  constructor(shares: readonly number[]) {
    this.#shares = shares;
  }

  /** 0 is the best. */
  get level(): number {
    return this.#level;
  }

  /** Microseconds between two frames; 0 before there were two. */
  get interval(): number {
    return Number.isNaN(this.#interval) ? 0 : this.#interval;
  }

  /** A frame of the source is there to be sent, at a level that was chosen a while ago. */
  offered(bytes: number, level: number, at: number): void {
    if (!Number.isNaN(this.#offeredAt)) {
      this.#interval = smoothed(this.#interval, Math.min(at - this.#offeredAt, longestInterval));
    }
    this.#offeredAt = at;
    if (level === this.#level || this.#shares.length === 1) this.#learn(bytes);
  }

  decide(outlook: Outlook, at: number): void {
    const level = this.#level;
    if (Number.isNaN(this.#content) || this.interval === 0 || this.#lowest === 0) return;
    if (at - this.#raisedAt > 4 * trial && this.#patience > leastPatience && level <= this.#best(roomBelow, outlook)) {
      this.#patience = leastPatience;
    }
    if (!this.#fits(level, roomToStay, outlook)) {
      this.#roomSince = undefined;
      // What was sent at the former level may be all that there is to judge by.
      if (!this.#fresh || at - this.#changedAt > trial / 4) {
        const to = this.#best(roomBelow, outlook);
        if (to > level) this.#change(to, at);
      }
      return;
    }
    const to = this.#best(roomAbove, outlook);
    if (to >= level || this.#fresh) {
      if (to >= level) this.#roomSince = undefined;
      return;
    }
    this.#roomSince ??= at;
    if (at - this.#roomSince >= this.#patience) this.#change(to, at);
  }

  get #lowest(): number {
    return this.#shares.length - 1;
  }

  /** As it was seen, or else as the ladder says it, corrected by what was seen of the nearest level. */
  #share(of: number): number {
    const own = this.#learned.get(of);
    if (own !== undefined) return own;
    let nearest = 0;
    for (const known of this.#learned.keys()) {
      if (known > 0 && (nearest === 0 || Math.abs(known - of) < Math.abs(nearest - of))) nearest = known;
    }
    const correction = nearest === 0 ? 1 : (this.#learned.get(nearest) ?? 1) / (this.#shares[nearest] ?? 1);
    return Math.min((this.#shares[of] ?? 1) * correction, 1);
  }

  #fits(candidate: number, room: number, { capacity, budget }: Outlook): boolean {
    const work = (this.#content * this.#share(candidate)) / capacity;
    return work <= room * this.interval && work <= budget;
  }

  /** The best level that fits; the lowest if none does. */
  #best(room: number, outlook: Outlook): number {
    let candidate = 0;
    while (candidate < this.#lowest && !this.#fits(candidate, room, outlook)) candidate++;
    return candidate;
  }

  #change(to: number, at: number): void {
    if (to > this.#level) {
      if (at - this.#raisedAt < trial) this.#patience = Math.min(this.#patience * 2, mostPatience);
    } else this.#raisedAt = at;
    this.#level = to;
    this.#changedAt = at;
    this.#roomSince = undefined;
    this.#fresh = { count: 0, bytes: 0 };
  }

  #learn(bytes: number): void {
    const fresh = this.#fresh;
    const level = this.#level;
    if (!fresh) {
      this.#content = smoothed(this.#content, bytes / this.#share(level));
      return;
    }
    fresh.count++;
    fresh.bytes += bytes;
    if (fresh.count < measured) return;
    const mean = fresh.bytes / fresh.count;
    if (level > 0 && !Number.isNaN(this.#content)) this.#learned.set(level, Math.min(mean / this.#content, 1));
    else this.#content = mean;
    this.#fresh = undefined;
  }
}

/** The mean of what came lately; of nothing yet (NaN), the first. */
function smoothed(mean: number, next: number): number {
  return Number.isNaN(mean) ? next : mean + (next - mean) * smoothing;
}
