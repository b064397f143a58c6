/** Programs and files that these tests need. */
import { isOpenCVBuilt } from "@framewire/capture-opencv";
import type { Need } from "test-support/needs";

export { footage, needs, python } from "test-support/needs";

/** The binding of OpenCV, which is not a program. */
export const openCV: Need = { isThere: isOpenCVBuilt, remedy: "pnpm setup:opencv" };
