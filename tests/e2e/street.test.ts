import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { light } from "./support/apps/app.ts";
import { startPair } from "./support/apps/pair.ts";
import { start } from "./support/apps/process.ts";
import { until } from "./support/apps/wait.ts";
import { footage, needs } from "./support/environment/programs.ts";
import { freePort, startRecorder } from "./support/environment/recorder.ts";
import { decode, difference, snapshot } from "./support/pages/snapshot.ts";

const ffmpeg = needs("ffmpeg", footage);

/** The pixels of one frame of the street. */
function streetFrame(): Buffer {
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
  it("is shown on both pages, in exactly the bytes that ffmpeg sent", async (test) => {
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

    /** Waits for a frame in exactly the camera's bytes: a busy machine sends smaller levels for a while. */
    function recorded(page: string, id: string): Promise<Buffer> {
      return until(
        async () => {
          const frame = await snapshot(page, id);
          return camera.recording().includes(frame) ? frame : undefined;
        },
        { within: 30_000, describe: () => `The camera has sent no frame that ${page} shows.` },
      );
    }

    const jpegs: Buffer[] = [];
    for (let i = 0; i < 4; i++) {
      jpegs.push(await recorded(serverPage, met.server.id), await recorded(clientPage, "local"));
    }
    expect(new Set(jpegs.map((jpeg) => jpeg.toString("base64"))).size).toBeGreaterThanOrEqual(4);

    // The camera does not move, so all but the people on the street is the same at any time.
    const still = streetFrame();
    for (const jpeg of jpegs) {
      const { data } = await decode(jpeg);
      expect(difference(data, still)).toBeLessThan(12);
      expect(difference(data, still.toReversed())).toBeGreaterThan(24);
    }
  });
});
