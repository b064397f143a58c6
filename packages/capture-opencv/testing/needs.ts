import { type Need, needs } from "test-support/needs";
import { isOpenCVBuilt } from "../src/binding/load-opencv.ts";

export { footage } from "test-support/needs";

const openCV: Need = { isThere: isOpenCVBuilt, remedy: "pnpm setup:opencv" };

/** Returns whether tests of OpenCV must be skipped on this machine, and the suffix of their names with the reason. */
export function needsOpenCV(...names: readonly string[]): { readonly skip: boolean; readonly because: string } {
  return needs(openCV, ...names);
}
