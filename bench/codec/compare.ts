import { median } from "../table.ts";

/** What one picture costs. */
export interface Cost {
  /** Wall time, with nothing else in work. */
  readonly ms: number;
  /** CPU time, user and system, on all threads. */
  readonly cpuMs: number;
}

/** One thing whose cost is measured. `run` does it so many times, and says what one took where the clock here cannot. */
export interface Work {
  run(times: number): Promise<Cost | undefined>;
}

/** Work that is a function called again and again. */
export function repeated(call: () => Promise<unknown>): Work {
  return {
    async run(times) {
      for (let time = 0; time < times; time++) await call();
      return undefined;
    },
  };
}

/**
 * The median cost of each, and of each turn: all by turns, so that a slow moment of the machine strikes them
 * alike. The first turn warms up.
 */
export async function compare(works: readonly Work[], turns: number, times = 4): Promise<readonly Cost[][]> {
  const costs = works.map((): Cost[] => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      const cpu = process.cpuUsage();
      const own = await work.run(times);
      const { user, system } = process.cpuUsage(cpu);
      const here = { ms: (performance.now() - start) / times, cpuMs: (user + system) / 1000 / times };
      if (turn >= 0) costs[i]?.push(own ?? here);
    }
  }
  return costs;
}

/** The middle of each of the two. */
export function middle(costs: readonly Cost[] = []): Cost {
  return { ms: round(median(costs.map(({ ms }) => ms))), cpuMs: round(median(costs.map(({ cpuMs }) => cpuMs))) };
}

/** To two places. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
