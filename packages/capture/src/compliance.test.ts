import { now, type VideoFrame, type VideoSource } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Camera, loop, startCamera } from "../testing/camera.ts";
import { fakeJpeg } from "../testing/jpeg.ts";
import { recordLog } from "../testing/read.ts";
import { type RequestedFormat, type SourceComplianceOptions, sourceChecks } from "./compliance.ts";
import { mjpeg } from "./mjpeg/index.ts";

const small = { width: 320, height: 180, fps: 30 };
const promises = { honoursSize: true, honoursFps: true };

describe("the pattern", () => {
  for (const { name, run } of sourceChecks((format) => pattern({ ...small, ...format }), promises)) it(name, run);
});

describe("an MJPEG camera", () => {
  const log = recordLog();
  let camera: Camera;
  beforeAll(async () => {
    camera = await startCamera(loop([fakeJpeg()]));
  });
  afterAll(() => camera.close());

  const create = (): VideoSource => mjpeg(camera.url, { log, backoff: { initialMs: 50, maxMs: 200 } });
  const checks = sourceChecks(create, {
    openResources: () => camera.sockets.size,
    device: {
      disconnect: () => camera.close(),
      async reconnect() {
        camera = await startCamera(loop([fakeJpeg()]), { port: camera.port });
      },
      logLines: () => log.lines.filter((line) => !line.startsWith("debug")),
    },
  });
  for (const { name, run } of checks) it(name, run);
});

describe("the suite", () => {
  async function failures(
    create: (requested: RequestedFormat) => VideoSource,
    options: SourceComplianceOptions = {},
  ): Promise<string[]> {
    const names: string[] = [];
    for (const { name, run } of sourceChecks(create, options)) await run().catch(() => names.push(name));
    return names;
  }

  /** Creates a source whose frames are changed. */
  function changed(change: (frame: VideoFrame) => VideoFrame): () => VideoSource {
    return () => {
      const good = pattern(small);
      const source: VideoSource = async function* (open) {
        for await (const frame of good(open)) yield change(frame);
      };
      return Object.assign(source, { describe: () => good.describe?.() ?? { device: "" } });
    };
  }

  it("passes a correct source", async () => {
    expect(await failures(changed((frame) => frame))).toEqual([]);
  });

  it.each<[string, () => VideoSource, string]>([
    ["repeats a sequence number", changed((frame) => ({ ...frame, sequence: 7 })), "increasing numbers and times"],
    ["has timestamps in the future", changed((frame) => ({ ...frame, timestamp: now() + 1e6 })), "from the future"],
    [
      "describes another size",
      changed((frame) => ({ ...frame, width: frame.width + 1 })),
      "increasing numbers and times",
    ],
    [
      "has no description",
      () => {
        const good = pattern(small);
        return (open) => good(open);
      },
      "describes its device",
    ],
    [
      "ignores the abort",
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

  it("fails a source that leaves a resource open, and one that opens too early", async () => {
    let open = 0;
    const leaves = (): VideoSource => {
      const good = pattern(small);
      return (options) => {
        open++;
        return good(options);
      };
    };
    const names = (await failures(leaves, { openResources: () => open })).join();
    expect(names).toContain("opens nothing before");
    expect(names).toContain("when the reader leaves");
  });

  it("fails a source that promises a size and a rate and ignores both", async () => {
    const names = (await failures(() => pattern(small), promises)).join();
    expect(names).toContain("honours the requested size");
    expect(names).toContain("honours the requested rate");
  });
});
