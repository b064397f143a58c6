/** Estimates a path's bandwidth from the delivery rates of recent frames. */

/**
 * The bandwidth of a path: the median of the recent delivery rates, which a few lost packets do not move, and at most a
 * multiple of their recent mean, which falls at once when the path becomes much slower.
 */
export class BandwidthEstimator {
  /** The oldest first. */
  #samples: Sample[] = [];
  #value: number | undefined;

  /** Bytes per microsecond. Undefined before the first sample. */
  get value(): number | undefined {
    return this.#value;
  }

  add({ bytes, transmissionTime, at, queued }: DeliveryRateSample): void {
    const last = this.#samples.at(-1);
    const heldBack = queued && this.#value !== undefined && bytes > burstFactor * this.#value * transmissionTime;
    if (last && (last.transmissionTime < minTransmissionTime || heldBack)) {
      last.bytes += bytes;
      last.transmissionTime += transmissionTime;
      last.at = at;
    } else {
      this.#samples.push({ bytes, transmissionTime, at });
    }
    this.#forget(at);
    this.#value = Math.min(this.#median(), slowdownFactor * this.#recentMean());
  }

  #median(): number {
    const rates = this.#samples.map(({ bytes, transmissionTime }) => bytes / transmissionTime).sort((a, b) => a - b);
    const middle = (rates.length - 1) / 2;
    return ((rates[Math.floor(middle)] as number) + (rates[Math.ceil(middle)] as number)) / 2;
  }

  #recentMean(): number {
    let bytes = 0;
    let time = 0;
    for (let i = this.#samples.length - 1; i >= 0 && time < recentTransmissionTime; i--) {
      const sample = this.#samples[i] as Sample;
      bytes += sample.bytes;
      time += sample.transmissionTime;
    }
    return bytes / time;
  }

  #forget(now: number): void {
    const samples = this.#samples;
    while (samples.length > maxSamples) samples.shift();
    while (samples.length > minSamples && now - (samples[0] as Sample).at > maxAge) samples.shift();
  }
}

/** Bytes that passed the bottleneck of a path, and the time that took: BBR's delivery rate sample. */
export interface DeliveryRateSample {
  readonly bytes: number;
  /** How long the bottleneck was busy with them, in microseconds. */
  readonly transmissionTime: number;
  /** When they had passed, in microseconds. */
  readonly at: number;
  /** They had to wait for the bytes before them. */
  readonly queued: boolean;
}

interface Sample {
  bytes: number;
  transmissionTime: number;
  at: number;
}

/** The samples that count: the latest 16 of the last 0.5 s, and the latest three in any case. */
const maxSamples = 16;
const minSamples = 3;
const maxAge = 500_000;

/** A shorter time, in microseconds, depends more on process scheduling than on the path: the sample is merged with the next. */
const minTransmissionTime = 2_000;

/** Bytes that arrive this much faster than usual were held back behind a lost packet: they are merged with the sample before. */
const burstFactor = 2;

/** The estimate is at most 2.5 times the mean rate over the last 200 ms of transmission. */
const recentTransmissionTime = 200_000;
const slowdownFactor = 2.5;
