import type { Mutable } from "./mutable.ts";

/** Some bytes that came through the narrowest place of a path. */
export interface Passage {
  readonly bytes: number;
  /** How long that place was at work on them, in microseconds. */
  readonly service: number;
  /** When they were through. */
  readonly at: number;
  /** They had waited for those before them. */
  readonly queued: boolean;
}

/** What a path carries, from what came through it lately. */
export interface Capacity {
  /** Bytes a microsecond. Undefined before the first passage. */
  readonly value: number | undefined;
  add(passage: Passage): void;
}

interface Sample {
  bytes: number;
  service: number;
  at: number;
}

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

/**
 * Makes a {@link Capacity}. It is the median of the recent samples, which a few lost packets do not move;
 * but no more than a multiple of their recent mean, which shows at once that the path has become much slower.
 */
export function createCapacity(): Capacity {
  let samples: Sample[] = [];
  function median(): number {
    const rates = samples.map(({ bytes, service }) => bytes / service).sort((a, b) => a - b);
    const middle = (rates.length - 1) / 2;
    return ((rates[Math.floor(middle)] as number) + (rates[Math.ceil(middle)] as number)) / 2;
  }

  function recentMean(): number {
    let bytes = 0;
    let service = 0;
    for (let i = samples.length - 1; i >= 0 && service < recentWork; i--) {
      const sample = samples[i] as Sample;
      bytes += sample.bytes;
      service += sample.service;
    }
    return bytes / service;
  }

  const capacity: Mutable<Capacity> = {
    value: undefined,
    add({ bytes, service, at, queued }) {
      const last = samples.at(-1);
      const { value } = capacity;
      const heldBack = queued && value !== undefined && bytes > released * value * service;
      if (last && (last.service < leastWork || heldBack)) {
        last.bytes += bytes;
        last.service += service;
        last.at = at;
      } else samples.push({ bytes, service, at });
      const young = samples.filter((sample) => at - sample.at <= memory).length;
      samples = samples.slice(-Math.min(Math.max(young, fewestSamples), mostSamples));
      capacity.value = Math.min(median(), slower * recentMean());
    },
  };
  return capacity;
}
