import { describe, expect, it } from "vitest";
import { randomBytes } from "../compliance/test-frame.ts";
import { swapRedBlue } from "./swap-red-blue.ts";

describe("swapRedBlue", () => {
  it.each([0, 1, 2, 4])("swaps the channels of any number of pixels, at an offset of %i bytes", (offset) => {
    for (let pixels = 0; pixels <= 13; pixels++) {
      const data = randomBytes(60).subarray(offset, offset + 3 * pixels);
      const expected = Array.from(data, (_, i) => data[i + 2 - 2 * (i % 3)]);
      expect(Array.from(swapRedBlue(data))).toEqual(expected);
    }
  });
});
