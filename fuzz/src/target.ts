/** One thing that is fuzzed, and what has to hold whatever it is given. */
export interface Target {
  /** What holds for every input, each in a sentence. */
  readonly invariants: readonly string[];
  /** Parts of the paths of the compiled files that count for its coverage. */
  readonly covers: readonly string[];
  /** Inputs that it begins with, such as those that are valid. */
  readonly seeds: readonly Uint8Array[];
  /** Pieces that are put into inputs as a whole. */
  readonly words: readonly Uint8Array[];
  /** The largest input, in bytes. */
  readonly maxBytes: number;
  /** Takes one input. Throws, or rejects, where an invariant does not hold. */
  run(input: Uint8Array): void | Promise<void>;
  /** Lets go of what it holds for all of its runs. Rejects where something was left open. */
  close?(): Promise<void>;
}

/** Bytes of a text of Latin-1 characters. */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Says which invariant does not hold. */
export function ensure(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}
