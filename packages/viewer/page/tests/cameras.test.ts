/// <reference lib="dom" />

import type { Page } from "playwright-core";
import sharp from "sharp";
import { chromiumMissing } from "test-support/chromium";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { loopOf } from "../../testing/feed.ts";
import { usePage } from "./page-fixture.ts";

const [red, blue] = [
  [200, 60, 40],
  [20, 40, 200],
] as const;

/** A JPEG of 128x64 as it is stored: red at the left, blue at the right. */
async function redAndBlue({ orientation = 1, icc = "srgb" } = {}): Promise<Uint8Array> {
  const [left, right] = [red, blue].map(([r, g, b]) => ({ r, g, b }));
  const half = sharp({ create: { width: 64, height: 64, channels: 3, background: right ?? "" } });
  return new Uint8Array(
    await sharp({ create: { width: 128, height: 64, channels: 3, background: left ?? "" } })
      .composite([{ input: await half.png().toBuffer(), left: 64, top: 0 }])
      .withMetadata({ orientation, icc })
      .jpeg({ quality: 95 })
      .toBuffer(),
  );
}

/** Size of the canvas of a stream, and its colours a quarter from the top left and a quarter from the bottom right. */
function readCanvas(
  id: string,
): { readonly size: string; readonly colours: readonly (readonly number[])[] } | undefined {
  const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"][data-picture="live"] canvas`);
  // A canvas without a frame is 300x150.
  if (!canvas || canvas.width === 300) return undefined;
  const { width, height } = canvas;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  context?.drawImage(canvas, 0, 0);
  const colours = [0.25, 0.75].map((part) => [
    ...(context?.getImageData(part * width, part * height, 1, 1).data.slice(0, 3) ?? []),
  ]);
  return { size: `${width}x${height}`, colours };
}

async function shown(page: Page, id: string): Promise<NonNullable<ReturnType<typeof readCanvas>>> {
  let canvas: ReturnType<typeof readCanvas>;
  await until(async () => {
    canvas = await page.evaluate(readCanvas, id);
    return canvas !== undefined;
  });
  return canvas as NonNullable<typeof canvas>;
}

function difference(one: readonly number[] = [], other: readonly number[] = []): number {
  return Math.max(...other.map((value, i) => Math.abs(value - (one[i] ?? 999))));
}

describe.skipIf(chromiumMissing)("JPEGs of cameras on the page (needs chromium: apt-get install chromium)", () => {
  const fixture = usePage();

  it.each([
    ["lying, to be turned by 90 degrees", { orientation: 6 }, "64x128", [red, blue]],
    ["upside down", { orientation: 3 }, "128x64", [blue, red]],
    ["in Display P3", { icc: "p3" }, "128x64", [red, blue]],
  ] as const)("are shown as they are meant: %s", async (_what, made, size, colours) => {
    await fixture.start();
    const [width = 0, height = 0] = size.split("x").map(Number);
    const frames = loopOf([await redAndBlue(made)], width, height, 30);
    fixture.viewer.add({ id: "ada", name: "Ada", role: "remote", frames });
    await fixture.tab.page.goto(fixture.viewer.url);
    const canvas = await shown(fixture.tab.page, "ada");
    expect(canvas.size).toBe(size);
    for (const [i, colour] of colours.entries()) expect(difference(canvas.colours[i], colour)).toBeLessThan(12);
    expect(fixture.viewer.state().streams[0]).toMatchObject({ width, height });
    expect(fixture.tab.complaints).toEqual([]);
  });

  it("are shown without their end marker", async () => {
    await fixture.start();
    const frames = loopOf([(await redAndBlue()).subarray(0, -2)], 128, 64, 30);
    fixture.viewer.add({ id: "ada", name: "Ada", role: "remote", frames });
    await fixture.tab.page.goto(fixture.viewer.url);
    const canvas = await shown(fixture.tab.page, "ada");
    for (const [i, colour] of [red, blue].entries()) expect(difference(canvas.colours[i], colour)).toBeLessThan(12);
    expect(fixture.tab.complaints).toEqual([]);
  });
});
