/** The interface of a target. */

/** Code under test, and its invariants, which every input must satisfy. */
export interface Target {
  /** Invariants, one sentence each. */
  readonly invariants: readonly string[];
  /** Substrings of the paths of the compiled files that count for the coverage. */
  readonly covers: readonly string[];
  /** Initial inputs, such as valid ones. */
  readonly seeds: readonly Uint8Array[];
  /** Byte sequences that mutations insert as a whole. */
  readonly dictionary: readonly Uint8Array[];
  /** The largest input, in bytes. */
  readonly maxBytes: number;
  /** Runs one input. Throws or rejects if an invariant is violated. */
  run(input: Uint8Array): void | Promise<void>;
  /** Releases resources of all runs. Rejects if something was left open. */
  close?(): Promise<void>;
}

/** Encodes a text of Latin-1 characters. */
export function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

/** Throws with the sentence if the condition is false. */
export function ensure(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}
