import type { CodecError } from "../codec-error.ts";
import { isCodecError } from "../codec-error.ts";

/** Throws an error that says `problem` unless the condition holds. */
export function ensure(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}

/** Waits for a promise that must reject, and returns what it rejects with. */
export async function rejection(promise: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${what} gave a result where an error was due.`);
}

/** Waits for a promise that must reject with a {@link CodecError} that names this frame. */
export async function codecError(
  promise: Promise<unknown>,
  { codec, sequence, what }: { readonly codec: string; readonly sequence: number; readonly what: string },
): Promise<CodecError> {
  const error = await rejection(promise, what);
  ensure(isCodecError(error), `${what} must reject with a CodecError, and rejected with: ${error}`);
  ensure(error.codec === codec, `${what}: the error's codec is ${error.codec}, and ought to be ${codec}.`);
  ensure(error.sequence === sequence, `${what}: the error's sequence is ${error.sequence}, not ${sequence}.`);
  ensure(
    error.message.includes(codec) && error.message.includes(String(sequence)),
    `${what}: the message names not both the codec and the frame: ${error.message}`,
  );
  return error;
}
