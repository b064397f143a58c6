/** Minimises an input. */

/** Most attempts for one input. */
const maxAttempts = 3000;

/** Removes and simplifies bytes of an input while `breaks` returns true. */
export async function minimise(
  input: Uint8Array,
  breaks: (input: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = input;
  let attempts = 0;
  async function attempt(candidate: Uint8Array): Promise<boolean> {
    if (attempts++ >= maxAttempts || !(await breaks(candidate))) return false;
    best = candidate;
    return true;
  }
  for (let size = input.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length; ) {
      const without = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      if (!(await attempt(new Uint8Array(without)))) at += size;
    }
  }
  for (let at = 0; at < best.length; at++) {
    if (best[at] !== 0x30) await attempt(best.with(at, 0x30));
  }
  return best;
}
