import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { rawHello } from "../../testing/raw-peer.ts";
import { checkFrame } from "./check-frame.ts";
import { InvalidFrameError } from "./invalid-frame-error.ts";

function errorOf(change: object): unknown {
  try {
    checkFrame({ ...testFrame(1), ...change }, rawHello);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("checkFrame", () => {
  it("accepts a frame in a codec of the peer", () => {
    expect(errorOf({})).toBeUndefined();
    expect(errorOf({ width: 1, height: 65_535 })).toBeUndefined();
  });

  it("throws for a codec that the peer does not decode", () => {
    const error = errorOf({ codec: "webp" });
    expect(error).toBeInstanceOf(InvalidFrameError);
    expect(error).toMatchObject({ code: "codec", message: expect.stringContaining("the other side decodes jpeg") });
  });

  it.each([0, 65_536, 1.5, Number.NaN])("throws for a width of %s", (width) => {
    const error = errorOf({ width });
    expect(error).toBeInstanceOf(InvalidFrameError);
    expect(error).toMatchObject({ code: "size", message: expect.stringContaining("must be 1 to 65535") });
  });
});
