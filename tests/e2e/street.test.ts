import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { light } from "./support/app.ts";
import { startPair } from "./support/pair.ts";
import { decode, difference, snapshot } from "./support/picture.ts";
import { start } from "./support/process.ts";
import { footage, needs } from "./support/programs.ts";
import { freePort, startRecorder } from "./support/recorder.ts";

const size = [768, 576] as const;
const ffmpeg = needs("ffmpeg", footage);

/** A moment of the street as pixels. */
function street(): Buffer {
  const still = [
    "-v",
    "error",
    "-ss",
    "20",
    "-i",
    footage,
    "-frames:v",
    "1",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgb24",
    "-",
  ];
  return execFileSync("ffmpeg", still, { maxBuffer: 10_000_000 });
}

describe.skipIf(ffmpeg.skip)(`a street that ffmpeg serves${ffmpeg.because}`, () => {
  it("is seen on both pages in the very bytes that ffmpeg sent", async (test) => {
    const port = await freePort();
    const camera = await startRecorder(test, port);
    const input = ["-v", "error", "-re", "-stream_loop", "-1", "-i", footage, "-c:v", "mjpeg", "-q:v", "4"];
    start(test, "ffmpeg", [...input, "-f", "mpjpeg", "-listen", "1", `http://127.0.0.1:${port}/`]);

    const web = ["--view", "web", "--view-port", "0"];
    const { server, client, met } = await startPair(test, {
      server: [...light, ...web],
      client: ["--source", `http://127.0.0.1:${camera.port}/`, ...web],
    });
    await server.event("stats", { where: ({ received }) => received.frames >= 10, within: 10_000 });
    const { url: serverPage } = await server.event("viewer");
    const { url: clientPage } = await client.event("viewer");

    const pictures: Buffer[] = [];
    for (let i = 0; i < 4; i++) {
      pictures.push(await snapshot(serverPage, met.server.id), await snapshot(clientPage, "local"));
    }
    const recording = camera.recording();
    for (const picture of pictures) expect(recording.includes(picture)).toBe(true);
    expect(new Set(pictures.map((picture) => picture.toString("base64"))).size).toBeGreaterThanOrEqual(4);

    // The camera stands still: all but the people on the street is the same at any time.
    const still = street();
    for (const picture of pictures) {
      const { data } = await decode(picture, ...size);
      expect(difference(data, still)).toBeLessThan(12);
      expect(difference(data, still.toReversed())).toBeGreaterThan(24);
    }
  });
});
