/** Assertions of the compliance suite, which needs no test runner. */
import type { CodecError } from "../codec-error.ts";
import { isCodecError } from "../codec-error.ts";

/** Throws an error with the message `problem` unless the condition is true. */
export function ensure(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}

/** Waits for a promise that must reject, and returns the error. */
export async function rejection(promise: Promise<unknown>, action: string): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`${action} must reject, and resolved.`);
}

/** Waits for a promise that must reject with a {@link CodecError} that names this frame. */
export async function codecError(
  promise: Promise<unknown>,
  { codec, sequence, action }: { readonly codec: string; readonly sequence: number; readonly action: string },
): Promise<CodecError> {
  const error = await rejection(promise, action);
  ensure(isCodecError(error), `${action} must reject with a CodecError, and rejected with: ${error}`);
  ensure(error.codec === codec, `${action}: the error's codec is ${error.codec}, and must be ${codec}.`);
  ensure(error.sequence === sequence, `${action}: the error's sequence is ${error.sequence}, and must be ${sequence}.`);
  ensure(
    error.message.includes(codec) && error.message.includes(String(sequence)),
    `${action}: the message must name the codec and the frame: ${error.message}`,
  );
  return error;
}
