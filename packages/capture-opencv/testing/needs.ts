import { type Need, needs } from "test-support/needs";
import { isOpenCVBuilt } from "../src/binding/load-opencv.ts";

export { footage } from "test-support/needs";

const openCV: Need = { isThere: isOpenCVBuilt, remedy: "pnpm setup:opencv" };

/** Whether tests of OpenCV itself have to be skipped on this machine, and the end of their name that says why. */
export function needsOpenCV(...names: readonly string[]): { readonly skip: boolean; readonly because: string } {
  return needs(openCV, ...names);
}
