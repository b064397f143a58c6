import { median } from "../table.ts";

/** What one picture costs. */
export interface Cost {
  /** Wall time, with nothing else in work. */
  readonly ms: number;
  /** CPU time, user and system, on all threads. */
  readonly cpuMs: number;
}

/** What one picture costs on its way out and in. */
export interface BothCosts {
  readonly encode: Cost;
  readonly decode: Cost;
}

/** One thing that is measured; `run` says what it took this time, as a mean over a moment. */
export interface Work<T = Cost> {
  run(): Promise<T>;
}

/** How long one turn of a work takes at least, in milliseconds. */
export const turnMs = 100;

/** Work that is a function called again and again: first a few times for nothing, since others had the caches before. */
export function repeated(call: () => Promise<unknown>): Work {
  return {
    async run() {
      for (let before = performance.now(); performance.now() < before + turnMs / 4; ) await call();
      const start = performance.now();
      const cpu = process.cpuUsage();
      let times = 0;
      while (performance.now() < start + turnMs) {
        await call();
        times++;
      }
      const ms = (performance.now() - start) / times;
      const { user, system } = process.cpuUsage(cpu);
      return { ms, cpuMs: (user + system) / 1000 / times };
    },
  };
}

/** The cost of each in each turn: all by turns, so that a slow moment of the machine strikes them alike. The first warms up. */
export async function compare<T>(works: readonly Work<T>[], turns: number): Promise<readonly T[][]> {
  const costs = works.map((): T[] => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [i, work] of works.entries()) {
      const cost = await work.run();
      if (turn >= 0) costs[i]?.push(cost);
    }
  }
  return costs;
}

/** The middle of each of the two. */
export function middle(costs: readonly Cost[] = []): Cost {
  return { ms: round(median(costs.map(({ ms }) => ms))), cpuMs: round(median(costs.map(({ cpuMs }) => cpuMs))) };
}

/** Encoding and decoding as one. */
export function together({ encode, decode }: BothCosts): Cost {
  return { ms: encode.ms + decode.ms, cpuMs: encode.cpuMs + decode.cpuMs };
}

/** The middle, and the middles of the numbers below it and above it. */
export function quartiles(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.ceil(sorted.length / 2);
  return [median(sorted.slice(0, half)), median(sorted), median(sorted.slice(-half))];
}

/** To two places. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
