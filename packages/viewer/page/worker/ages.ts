/** How old pictures were when they were drawn. */
export interface Ages {
  /** A picture was drawn at `at` and was so old, both in milliseconds. */
  add(age: number, at: number): void;
  /** Half of the pictures of the last five seconds were at most `p50` old, 95 of 100 at most `p95`. */
  spread(at: number): { readonly p50: number; readonly p95: number } | undefined;
  /** Of the pictures since it was asked last: the middle one, and the oldest. */
  recent(): { readonly typical: number; readonly worst: number } | undefined;
  /** Pictures a second, over the last two seconds. */
  fps(at: number): number;
  /** When the newest was drawn. */
  readonly latest: number | undefined;
  clear(): void;
}

const memoryMs = 5000;
const rateMs = 2000;
/** Enough for five seconds of 120 pictures each. */
const remembered = 600;

/** Makes an empty {@link Ages}. */
export function createAges(): Ages {
  let drawn: { readonly age: number; readonly at: number }[] = [];
  let fresh: number[] = [];
  return {
    add(age, at) {
      drawn.push({ age, at });
      fresh.push(age);
      if (drawn.length > remembered) drawn = drawn.slice(-remembered / 2);
      if (fresh.length > remembered) fresh = fresh.slice(-remembered / 2);
    },
    spread(at) {
      drawn = drawn.filter((one) => one.at >= at - memoryMs);
      const ages = drawn.map(({ age }) => age);
      return ages.length === 0 ? undefined : { p50: rank(ages, 0.5), p95: rank(ages, 0.95) };
    },
    recent() {
      const ages = fresh;
      fresh = [];
      return ages.length === 0 ? undefined : { typical: rank(ages, 0.5), worst: rank(ages, 1) };
    },
    fps(at) {
      const counted = drawn.filter((one) => one.at >= at - rateMs);
      const first = counted[0];
      const last = counted.at(-1);
      if (!first || !last || counted.length < 2) return 0;
      // Pictures that stopped coming make the rate fall, and one that just came does not make it rise.
      const span = Math.max(last.at - first.at, at - first.at - 500, 1);
      return ((counted.length - 1) * 1000) / span;
    },
    get latest() {
      return drawn.at(-1)?.at;
    },
    clear() {
      drawn = [];
      fresh = [];
    },
  };
}

/** The nearest rank; `values` are not empty. */
function rank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
