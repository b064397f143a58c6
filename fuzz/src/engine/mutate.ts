/** Mutates an input. */

import type { Random } from "./random.ts";

/** Options of {@link mutate}. */
export interface MutateOptions {
  readonly random: Random;
  /** Inputs to splice pieces from. */
  readonly corpus: readonly Uint8Array[];
  readonly dictionary: readonly Uint8Array[];
  readonly maxBytes: number;
}

/** Byte values at which behaviour tends to change. */
const boundaryBytes = [0, 1, 2, 0x0a, 0x0d, 0x20, 0x22, 0x7f, 0x80, 0x81, 0xbf, 0xd8, 0xd9, 0xfe, 0xff];

type Mutation = (bytes: Uint8Array, options: MutateOptions) => Uint8Array;

const mutations: readonly Mutation[] = [
  (bytes, { random }) => put(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, { random }) => put(bytes, random, () => random.below(256)),
  (bytes, { random }) => put(bytes, random, () => random.pick(boundaryBytes)),
  (bytes, { random }) => put(bytes, random, (byte) => byte + random.below(33) - 16),
  /** Removes a piece. */
  (bytes, { random }) => {
    const [from, to] = range(bytes, random);
    return join(bytes.subarray(0, from), bytes.subarray(to));
  },
  /** Repeats a piece. */
  (bytes, { random }) => {
    const [from, to] = range(bytes, random);
    const times = random.pick([1, 1, 1, 2, 10, 100]);
    return join(bytes.subarray(0, to), ...Array<Uint8Array>(times).fill(bytes.subarray(from, to)), bytes.subarray(to));
  },
  /** Inserts a few random bytes. */
  (bytes, { random }) =>
    insert(
      bytes,
      random,
      Uint8Array.from({ length: 1 + random.below(8) }, () => random.below(256)),
    ),
  (bytes, { random, dictionary }) => (dictionary.length > 0 ? insert(bytes, random, random.pick(dictionary)) : bytes),
  /** Overwrites bytes with a word of the dictionary. */
  (bytes, { random, dictionary }) => {
    if (dictionary.length === 0) return bytes;
    const word = random.pick(dictionary);
    const at = random.below(bytes.length + 1);
    return join(bytes.subarray(0, at), word, bytes.subarray(at + word.length));
  },
  /** Inserts a piece of another input. */
  (bytes, { random, corpus }) => {
    const other = random.pick(corpus);
    const [from, to] = range(other, random);
    return insert(bytes, random, other.subarray(from, to));
  },
  /** Joins the start of this input and the end of another. */
  (bytes, { random, corpus }) => {
    const other = random.pick(corpus);
    return join(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));
  },
];

/** Returns a copy of the input with one or a few changes. */
export function mutate(input: Uint8Array, options: MutateOptions): Uint8Array {
  const { random, maxBytes } = options;
  let bytes = Uint8Array.from(input);
  for (let left = random.pick([1, 1, 2, 3, 5]); left > 0; left--) {
    bytes = Uint8Array.from(random.pick(mutations)(bytes, options).subarray(0, maxBytes));
  }
  return bytes;
}

function put(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  const at = random.below(bytes.length);
  if (at < bytes.length) bytes[at] = change(bytes[at] as number);
  return bytes;
}

function range({ length }: Uint8Array, random: Random): readonly [from: number, to: number] {
  const from = random.below(length + 1);
  return [from, Math.min(from + 1 + random.below(random.pick([2, 8, 64, 1024])), length)];
}

function insert(bytes: Uint8Array, random: Random, piece: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  return join(bytes.subarray(0, at), piece, bytes.subarray(at));
}

function join(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
