import { describe, expect, it } from "vitest";
import { canvasSize, reductionFactor, sameAspectRatio, smallPaneRect, windowSize } from "./layout.ts";

describe("the window's layout", () => {
  it("draws a frame in its own size, within limits for legible text and the screen", () => {
    for (const [frame, canvas] of [
      [
        [1280, 720],
        [1280, 720],
      ],
      [
        [1600, 900],
        [1600, 900],
      ],
      [
        [640, 360],
        [1280, 720],
      ],
      [
        [320, 240],
        [960, 720],
      ],
      [
        [3840, 2160],
        [1920, 1080],
      ],
      [
        [1080, 1920],
        [608, 1080],
      ],
      [
        [1, 8192],
        [1, 1080],
      ],
    ] as const) {
      const [[width, height], [w, h]] = [frame, canvas];
      expect(canvasSize({ width, height })).toEqual({ width: w, height: h });
    }
  });

  it("makes a window of the frame's proportions that fits a small screen", () => {
    expect(windowSize({ width: 1280, height: 720 })).toEqual({ width: 960, height: 540 });
    expect(windowSize({ width: 608, height: 1080 })).toEqual({ width: 405, height: 720 });
    expect(sameAspectRatio({ width: 1280, height: 720 }, { width: 640, height: 361 })).toBe(true);
    expect(sameAspectRatio({ width: 1280, height: 720 }, { width: 960, height: 720 })).toBe(false);
  });

  it("puts the small pane into the lower right, for any two aspect ratios", () => {
    const shapes = [
      { width: 1280, height: 720 },
      { width: 608, height: 1080 },
      { width: 1, height: 1080 },
    ];
    for (const canvas of shapes) {
      for (const frame of shapes) {
        const { x, y, width, height } = smallPaneRect(frame, canvas);
        expect(width).toBeGreaterThan(0);
        expect(height).toBeGreaterThan(0);
        expect(x + width).toBeLessThan(canvas.width);
        expect(y + height).toBeLessThan(canvas.height);
      }
    }
    expect(smallPaneRect({ width: 1280, height: 720 }, { width: 1280, height: 720 })).toEqual({
      x: 947,
      y: 521,
      width: 307,
      height: 173,
    });
  });

  it("decodes a small frame at a reduced size", () => {
    expect([1280, 640, 320, 4000].map((width) => reductionFactor(width, 307))).toEqual([4, 2, 1, 8]);
  });
});
