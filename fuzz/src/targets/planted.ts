/** A target with a planted fault, which tests the fuzzer itself. */

import { bytesOf, type Target } from "../target.ts";

/** A fault behind four bytes, each of which is checked only if the previous ones match. */
export const planted: Target = {
  invariants: ["Nothing is thrown. (The planted fault violates it.)"],
  covers: ["fuzz/dist/targets/planted"],
  seeds: [bytesOf("........")],
  dictionary: ["B", "U", "G", "!"].map(bytesOf),
  maxBytes: 20,
  run(input) {
    const at = input.indexOf(0x42);
    if (at < 0) return;
    if (input[at + 1] === 0x55) {
      if (input[at + 2] === 0x47) {
        if (input[at + 3] === 0x21) throw new Error("The planted fault.");
      }
    }
  },
};
