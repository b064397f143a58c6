import { isOpenCVBuilt } from "@framewire/capture-opencv";
import type { Need } from "test-support/needs";

export { footage, needs, python } from "test-support/needs";

/** OpenCV's binding, which is no program. */
export const openCV: Need = { isThere: isOpenCVBuilt, remedy: "pnpm setup:opencv" };
