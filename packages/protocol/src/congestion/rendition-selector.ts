/** Selects the rendition that the path to a peer has room for. */

/**
 * Selects the best level of a ladder that fits. Times are in microseconds and are passed in. A lower level is selected at
 * once. A higher one needs more headroom than staying does (hysteresis), for a while, which doubles each time that the raise
 * turns out to be wrong (backoff).
 */
export class RenditionSelector {
  readonly #relativeBytes: readonly number[];
  /** Relative bytes as measured, by level. */
  readonly #measured = new Map<number, number>([[0, 1]]);
  #level = 0;
  /** NaN before the second frame. */
  #interval = Number.NaN;
  /** Bytes that the source's frames have at level 0, as estimated from the current level. NaN before the first frame. */
  #sourceBytes = Number.NaN;
  #lastFrameAt = Number.NaN;
  /** The first frames at a new level, which show its true relative bytes. */
  #calibration: { frames: number; bytes: number } | undefined;
  #changedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = Number.NEGATIVE_INFINITY;
  /** Since when a higher level fits. */
  #fitsSince: number | undefined;
  #raiseDelay = minRaiseDelay;

  /** Starts at the best level. `relativeBytes` are the bytes of each level relative to the first. */
  constructor(relativeBytes: readonly number[]) {
    this.#relativeBytes = relativeBytes;
  }

  /** 0 is the best. */
  get level(): number {
    return this.#level;
  }

  /** Microseconds between two frames; 0 before the second. */
  get interval(): number {
    return Number.isNaN(this.#interval) ? 0 : this.#interval;
  }

  /** A frame is ready, at a level that was selected a while ago. */
  onFrame(bytes: number, level: number, at: number): void {
    if (!Number.isNaN(this.#lastFrameAt)) {
      this.#interval = smooth(this.#interval, Math.min(at - this.#lastFrameAt, maxInterval));
    }
    this.#lastFrameAt = at;
    if (level === this.#level || this.#relativeBytes.length === 1) this.#learn(bytes);
  }

  /** Selects a level for this budget. */
  select(budget: RenditionBudget, at: number): void {
    const level = this.#level;
    if (Number.isNaN(this.#sourceBytes) || this.interval === 0 || this.#lowest === 0) return;
    const lasted = at - this.#raisedAt > 4 * trialTime;
    if (lasted && this.#raiseDelay > minRaiseDelay && level <= this.#best(headroom.lower, budget)) {
      this.#raiseDelay = minRaiseDelay;
    }
    if (!this.#fits(level, headroom.stay, budget)) {
      this.#fitsSince = undefined;
      // Until the first frames of a new level are measured, the sizes may still be those of the level before.
      if (!this.#calibration || at - this.#changedAt > trialTime / 4) {
        const lower = this.#best(headroom.lower, budget);
        if (lower > level) this.#change(lower, at);
      }
      return;
    }
    const higher = this.#best(headroom.raise, budget);
    if (higher >= level || this.#calibration) {
      if (higher >= level) this.#fitsSince = undefined;
      return;
    }
    this.#fitsSince ??= at;
    if (at - this.#fitsSince >= this.#raiseDelay) this.#change(higher, at);
  }

  get #lowest(): number {
    return this.#relativeBytes.length - 1;
  }

  /** As measured, or else as in the ladder, corrected by the measurement at the nearest level. */
  #relativeBytesOf(level: number): number {
    const measured = this.#measured.get(level);
    if (measured !== undefined) return measured;
    let nearest = 0;
    for (const known of this.#measured.keys()) {
      if (known > 0 && (nearest === 0 || Math.abs(known - level) < Math.abs(nearest - level))) nearest = known;
    }
    const correction = nearest === 0 ? 1 : (this.#measured.get(nearest) ?? 1) / (this.#relativeBytes[nearest] ?? 1);
    return Math.min((this.#relativeBytes[level] ?? 1) * correction, 1);
  }

  #fits(level: number, reserved: number, { bandwidth, maxTransmissionTime }: RenditionBudget): boolean {
    const transmissionTime = (this.#sourceBytes * this.#relativeBytesOf(level)) / bandwidth;
    return transmissionTime <= (1 - reserved) * this.interval && transmissionTime <= maxTransmissionTime;
  }

  /** The best level that fits; the lowest if none does. */
  #best(reserved: number, budget: RenditionBudget): number {
    let level = 0;
    while (level < this.#lowest && !this.#fits(level, reserved, budget)) level++;
    return level;
  }

  #change(level: number, at: number): void {
    if (level < this.#level) this.#raisedAt = at;
    else if (at - this.#raisedAt < trialTime) this.#raiseDelay = Math.min(this.#raiseDelay * 2, maxRaiseDelay);
    this.#level = level;
    this.#changedAt = at;
    this.#fitsSince = undefined;
    this.#calibration = { frames: 0, bytes: 0 };
  }

  #learn(bytes: number): void {
    const level = this.#level;
    const calibration = this.#calibration;
    if (!calibration) {
      this.#sourceBytes = smooth(this.#sourceBytes, bytes / this.#relativeBytesOf(level));
      return;
    }
    calibration.frames++;
    calibration.bytes += bytes;
    if (calibration.frames < calibrationFrames) return;
    const mean = calibration.bytes / calibration.frames;
    if (level > 0 && !Number.isNaN(this.#sourceBytes)) {
      this.#measured.set(level, Math.min(mean / this.#sourceBytes, 1));
    } else {
      this.#sourceBytes = mean;
    }
    this.#calibration = undefined;
  }
}

/** What a rendition has to fit into. */
export interface RenditionBudget {
  /** Bytes per microsecond. */
  readonly bandwidth: number;
  /** How long a frame may take to pass the bottleneck, in microseconds, to arrive within the latency target. */
  readonly maxTransmissionTime: number;
}

/** Fraction of the frame interval that stays free: to stay at a level, to lower to one, and to raise to one. */
const headroom = { stay: 0.05, lower: 0.2, raise: 0.12 };

/** How long a higher level has to fit, in microseconds: at first, and after many raises that were wrong. */
const minRaiseDelay = 400_000;
const maxRaiseDelay = 16_000_000;
/** A raise was wrong if the level has to be lowered again within this time. */
const trialTime = 2_000_000;

/** Frames of a new level that are measured before the next change. */
const calibrationFrames = 3;
const smoothing = 1 / 8;
const maxInterval = 200_000;

/** Exponentially weighted mean; the first value where the mean is NaN. */
function smooth(mean: number, next: number): number {
  return Number.isNaN(mean) ? next : mean + (next - mean) * smoothing;
}
