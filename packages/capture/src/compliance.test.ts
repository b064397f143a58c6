import { now, type VideoFrame, type VideoSource } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Camera, loop, startCamera } from "../testing/camera.ts";
import { fakeJpeg } from "../testing/jpeg.ts";
import { listen } from "../testing/read.ts";
import { type Asked, type SourceComplianceOptions, sourceChecks } from "./compliance.ts";
import { mjpeg } from "./mjpeg/index.ts";

const small = { width: 320, height: 180, fps: 30 };
const asked = { honoursSize: true, honoursFps: true };

describe("the pattern", () => {
  for (const { name, run } of sourceChecks((wish) => pattern({ ...small, ...wish }), asked)) it(name, run);
});

describe("an MJPEG camera", () => {
  const log = listen();
  let camera: Camera;
  beforeAll(async () => {
    camera = await startCamera(loop([fakeJpeg()]));
  });
  afterAll(() => camera.close());

  const create = (): VideoSource => mjpeg(camera.url, { log, backoff: { initialMs: 50, maxMs: 200 } });
  const checks = sourceChecks(create, {
    opened: () => camera.sockets.size,
    device: {
      lose: () => camera.close(),
      async restore() {
        camera = await startCamera(loop([fakeJpeg()]), { port: camera.port });
      },
      said: () => log.lines.filter((line) => !line.startsWith("debug")),
    },
  });
  for (const { name, run } of checks) it(name, run);
});

describe("the suite", () => {
  async function failures(
    create: (asked: Asked) => VideoSource,
    options: SourceComplianceOptions = {},
  ): Promise<string[]> {
    const names: string[] = [];
    for (const { name, run } of sourceChecks(create, options)) await run().catch(() => names.push(name));
    return names;
  }

  /** A source whose frames are changed. */
  function changed(change: (frame: VideoFrame) => VideoFrame): () => VideoSource {
    return () => {
      const good = pattern(small);
      const source: VideoSource = async function* (open) {
        for await (const frame of good(open)) yield change(frame);
      };
      return Object.assign(source, { describe: () => good.describe?.() ?? { device: "" } });
    };
  }

  it("passes nothing by: a good one that is only wrapped passes", async () => {
    expect(await failures(changed((frame) => frame))).toEqual([]);
  });

  it.each<[string, () => VideoSource, string]>([
    ["repeats a number", changed((frame) => ({ ...frame, sequence: 7 })), "numbers and times grow"],
    ["is ahead of time", changed((frame) => ({ ...frame, timestamp: now() + 1e6 })), "from the future"],
    ["says another size", changed((frame) => ({ ...frame, width: frame.width + 1 })), "numbers and times grow"],
    [
      "says nothing of itself",
      () => {
        const good = pattern(small);
        return (open) => good(open);
      },
      "says what it is",
    ],
    [
      "does not hear the abort",
      () => {
        const good = pattern(small);
        return async function* () {
          let left = 20;
          for await (const frame of good()) {
            yield frame;
            if (--left === 0) return;
          }
        };
      },
      "between frames",
    ],
  ])("fails one that %s", async (_, create, name) => {
    expect((await failures(create)).join()).toContain(name);
  });

  it("fails one that leaves something open, and one that is opened too early", async () => {
    let open = 0;
    const leaves = (): VideoSource => {
      const good = pattern(small);
      return (options) => {
        open++;
        return good(options);
      };
    };
    const names = (await failures(leaves, { opened: () => open })).join();
    expect(names).toContain("opens nothing before");
    expect(names).toContain("when the reader leaves");
  });

  it("fails one that has a size and a rate of its own where it promises to honour them", async () => {
    const names = (await failures(() => pattern(small), asked)).join();
    expect(names).toContain("honours the size");
    expect(names).toContain("honours the rate");
  });
});
