import { bytesOf, type Target } from "../target.ts";

/** A fault behind four words, each of which is looked at only if those before it are right: to see that it is found. */
export const planted: Target = {
  invariants: ["Nothing is thrown. (This one does not hold.)"],
  covers: ["fuzz/dist/targets/planted"],
  seeds: [bytesOf("........")],
  words: ["B", "U", "G", "!"].map(bytesOf),
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
