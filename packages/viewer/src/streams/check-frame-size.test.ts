import { type EncodedFrame, now } from "@framewire/media";
import { memoryTransports, openConnection } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { jpegOf } from "../../testing/feed.ts";
import { pictureOf } from "../../testing/pictures.ts";
import { problemOfSize } from "./check-frame-size.ts";
import { liveFrames } from "./live-frames.ts";

function jpeg(claimed: readonly [number, number], own: readonly [number, number], bytes = 100_000): EncodedFrame {
  const [width, height] = claimed;
  return { sequence: 1, timestamp: now(), codec: "jpeg", type: "key", width, height, data: jpegOf(...own, bytes) };
}

describe("a picture of a peer", () => {
  it("is shown when it is what it says", async () => {
    expect(problemOfSize(jpeg([8192, 8192], [8192, 8192]))).toBeUndefined();
    expect(problemOfSize(await pictureOf("jpeg", 1))).toBeUndefined();
    expect(problemOfSize(await pictureOf("webp", 1))).toBeUndefined();
  });

  it.each([
    ["says 60000x60000 in its frame", jpeg([60_000, 60_000], [64, 48]), /60000x60000, and 67108864 pixels/],
    ["says 60000x60000 in its header only", jpeg([64, 48], [60_000, 60_000]), /own header 60000x60000/],
    ["is one row more than it says", jpeg([64, 48], [64, 49]), /own header 64x49/],
    ["has no header", { ...jpeg([64, 48], [64, 48]), data: new Uint8Array(1000) }, /cannot be read/],
    ["is a WebP without a header", { ...jpeg([64, 48], [64, 48]), codec: "webp" }, /cannot be read/],
  ])("that %s is given to no decoder", (_, frame, problem) => {
    expect(problemOfSize(frame)).toMatch(problem);
  });

  it("that claims too much is left out, said once, and those after it come", async () => {
    const [a, b] = memoryTransports();
    const [sender, receiver] = await Promise.all([
      openConnection(a, { codecs: ["jpeg"] }),
      openConnection(b, { codecs: ["jpeg"] }),
    ]);
    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const reading = liveFrames(receiver, { log: { debug: say, info: say, warn: say, error: say } })();
    void sender.send(
      (async function* () {
        for (let sequence = 1; sequence <= 40; sequence++) {
          const bomb = sequence < 20 ? jpeg([64, 48], [60_000, 60_000]) : jpeg([64, 48], [64, 48]);
          yield { ...bomb, sequence, timestamp: now() };
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      })(),
    );
    for await (const { sequence } of reading) {
      expect(sequence).toBeGreaterThanOrEqual(20);
      break;
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/is not shown: its frame says 64x48, and its own header 60000x60000\.$/);
    await sender.close();
  });
});
