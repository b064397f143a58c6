/** Some bytes that came through the narrowest place of a path. */
export interface DeliveryRateSample {
  readonly bytes: number;
  /** How long that place was at work on them, in microseconds. */
  readonly service: number;
  /** When they were through. */
  readonly at: number;
  /** They had waited for those before them. */
  readonly queued: boolean;
}

/** What is kept of a sample: its bytes, and at these places after them how long they took and when they were through. */
const fields = 3;
const service = 1;
const at = 2;

/** The latest so many samples count, of so many microseconds at the most; the latest few, however old. */
const mostSamples = 16;
const memory = 500_000;
const fewestSamples = 3;

/** Less work than this says more of the turns of two programs than of the path: it is taken together with what follows. */
const leastWork = 2_000;

/** What comes so much faster than usual had been held back behind a lost packet: it belongs to what held it back. */
const released = 2;

/** The mean of so much recent work, in microseconds, tells of a path that has become slower before the median does. */
const recentWork = 200_000;
const slower = 2.5;

/** Where their rates are sorted. Each peer has few; together they would be many. */
const sorted = new Float64Array(mostSamples);

/**
 * What a path carries, from what came through it lately: the median of the recent samples, which a few lost packets do
 * not move; but no more than a multiple of their recent mean, which shows at once that the path has become much slower.
 */
export class BandwidthEstimator {
  /** The oldest first, with room for one too many. */
  readonly #samples = new Float64Array((mostSamples + 1) * fields);
  #count = 0;
  #value: number | undefined;

  /** Bytes a microsecond. Undefined before the first passage. */
  get value(): number | undefined {
    return this.#value;
  }

  add({ bytes, service: work, at: now, queued }: DeliveryRateSample): void {
    const samples = this.#samples;
    const last = (this.#count - 1) * fields;
    const value = this.#value;
    const heldBack = queued && value !== undefined && bytes > released * value * work;
    if (this.#count > 0 && ((samples[last + service] as number) < leastWork || heldBack)) {
      samples[last] = (samples[last] as number) + bytes;
      samples[last + service] = (samples[last + service] as number) + work;
      samples[last + at] = now;
    } else {
      const next = this.#count++ * fields;
      samples[next] = bytes;
      samples[next + service] = work;
      samples[next + at] = now;
    }
    this.#forget(now);
    this.#value = Math.min(this.#median(), slower * this.#recentMean());
  }

  #median(): number {
    const samples = this.#samples;
    const count = this.#count;
    for (let i = 0; i < count; i++) {
      const rate = (samples[i * fields] as number) / (samples[i * fields + service] as number);
      let place = i;
      for (; place > 0 && (sorted[place - 1] as number) > rate; place--) sorted[place] = sorted[place - 1] as number;
      sorted[place] = rate;
    }
    const middle = (count - 1) / 2;
    return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
  }

  #recentMean(): number {
    const samples = this.#samples;
    let bytes = 0;
    let work = 0;
    for (let i = (this.#count - 1) * fields; i >= 0 && work < recentWork; i -= fields) {
      bytes += samples[i] as number;
      work += samples[i + service] as number;
    }
    return bytes / work;
  }

  /** Forgets what is too much or too old. */
  #forget(now: number): void {
    const samples = this.#samples;
    let old = Math.max(this.#count - mostSamples, 0);
    while (this.#count - old > fewestSamples && now - (samples[old * fields + at] as number) > memory) old++;
    if (old > 0) samples.copyWithin(0, old * fields);
    this.#count -= old;
  }
}
