import type { EncodedFrame } from "@framewire/media";
import { jpegs, type TestSource } from "test-support/sources";

/** A camera of small JPEGs that says how it is used, and can be made to fail. */
export type Camera = TestSource<EncodedFrame>;

/** What stands for JPEGs, a hundred times a second: nobody decodes them. */
export function createCamera(): Camera {
  return jpegs({ bytes: 1000 });
}
