import { type EncodedFrame, now } from "@framewire/media";
import { memoryTransports, openConnection } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { greyFrame } from "../../testing/encoded-frames.ts";
import { jpegOf } from "../../testing/feed.ts";
import { frameSizeProblem } from "./check-frame-size.ts";
import { liveFrames } from "./live-frames.ts";

function jpeg(claimed: readonly [number, number], actual: readonly [number, number], bytes = 100_000): EncodedFrame {
  const [width, height] = claimed;
  return { sequence: 1, timestamp: now(), codec: "jpeg", type: "key", width, height, data: jpegOf(...actual, bytes) };
}

describe("a peer's frame", () => {
  it("is shown when its size is what it claims", async () => {
    expect(frameSizeProblem(jpeg([8192, 8192], [8192, 8192]))).toBeUndefined();
    expect(frameSizeProblem(await greyFrame("jpeg", 1))).toBeUndefined();
    expect(frameSizeProblem(await greyFrame("webp", 1))).toBeUndefined();
  });

  it.each([
    [
      "claims 60000x60000 in its metadata",
      jpeg([60_000, 60_000], [64, 48]),
      /60000x60000, and the limit is 67108864 pixels/,
    ],
    ["claims 60000x60000 in its header only", jpeg([64, 48], [60_000, 60_000]), /own header 60000x60000/],
    ["has one row more than it claims", jpeg([64, 48], [64, 49]), /own header 64x49/],
    ["has no header", { ...jpeg([64, 48], [64, 48]), data: new Uint8Array(1000) }, /cannot be read/],
    ["is a WebP without a header", { ...jpeg([64, 48], [64, 48]), codec: "webp" }, /cannot be read/],
  ])("that %s reaches no decoder", (_, frame, problem) => {
    expect(frameSizeProblem(frame)).toMatch(problem);
  });

  it("with a wrong size is skipped and logged once, and the frames after it are shown", async () => {
    const [a, b] = memoryTransports();
    const [sender, receiver] = await Promise.all([
      openConnection(a, { codecs: ["jpeg"] }),
      openConnection(b, { codecs: ["jpeg"] }),
    ]);
    const lines: string[] = [];
    const record = (line: string): void => void lines.push(line);
    const frames = liveFrames(receiver, { log: { debug: record, info: record, warn: record, error: record } })();
    void sender.send(
      (async function* () {
        for (let sequence = 1; sequence <= 40; sequence++) {
          const bomb = sequence < 20 ? jpeg([64, 48], [60_000, 60_000]) : jpeg([64, 48], [64, 48]);
          yield { ...bomb, sequence, timestamp: now() };
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })(),
    );
    for await (const { sequence } of frames) {
      expect(sequence).toBeGreaterThanOrEqual(20);
      break;
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/is not shown: its metadata says 64x48, and its own header 60000x60000\.$/);
    await sender.close();
  });
});
