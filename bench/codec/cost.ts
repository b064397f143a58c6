/** How the cost of encoding and decoding one frame is measured. */

/** The cost of one frame. */
export type Cost = Readonly<{
  /** Wall time; one frame at a time. */
  ms: number;
  /** CPU time, user and system, of all threads. */
  cpuMs: number;
}>;

/** The cost of one frame in both directions. */
export interface CodecCost {
  readonly encode: Cost;
  readonly decode: Cost;
}

/** Something to measure: a codec of ours or another program. */
export interface Candidate {
  readonly name: string;
  /** Of the encoded frame. */
  readonly bytes: number;
  /** The decoded frame, RGB. */
  readonly pixels: Uint8Array;
  /** Measures one turn of at least {@link turnMs} in each direction. */
  run(): Promise<CodecCost>;
}

/** Quality of all encoders. */
export const quality = 80;

/** The shortest turn, in milliseconds. */
export const turnMs = 100;

/** Mean cost of a call, after a quarter of a turn in which it fills the caches. */
export async function costOf(call: () => Promise<unknown>): Promise<Cost> {
  for (const start = performance.now(); performance.now() < start + turnMs / 4; ) await call();
  const start = performance.now();
  const cpu = process.cpuUsage();
  let count = 0;
  for (; performance.now() < start + turnMs; count++) await call();
  const ms = (performance.now() - start) / count;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000 / count };
}

/**
 * Runs the candidates in turn, and returns the costs of each. A slow moment of the machine affects all of them. The first
 * turn is a warm-up.
 */
export async function takeTurns(
  candidates: readonly Pick<Candidate, "run">[],
  turns: number,
): Promise<readonly CodecCost[][]> {
  const costs = candidates.map((): CodecCost[] => []);
  for (let turn = -1; turn < turns; turn++) {
    for (const [i, candidate] of candidates.entries()) {
      const cost = await candidate.run();
      if (turn >= 0) costs[i]?.push(cost);
    }
  }
  return costs;
}

/** Encoding and decoding together. */
export function total({ encode, decode }: CodecCost): Cost {
  return { ms: encode.ms + decode.ms, cpuMs: encode.cpuMs + decode.cpuMs };
}
