import { execFileSync } from "node:child_process";
import type { VideoFrame } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { describe, expect, it, type TestContext } from "vitest";
import { small, startApp } from "./support/apps/app.ts";
import { startClient } from "./support/apps/pair.ts";
import { startCamera } from "./support/environment/camera.ts";
import { footage, needs, openCV } from "./support/environment/programs.ts";
import { decodeSnapshot, difference } from "./support/pages/snapshot.ts";

/** Starts a server with this source, and a client. Resolves to a frame of this size on the client's page. */
async function frameAtClient(test: TestContext, source: string, width: number, height: number): Promise<VideoFrame> {
  const server = startApp(test, "server", [
    "--host",
    "127.0.0.1",
    "--port",
    "0",
    ...small,
    "--source",
    source,
    "--loop",
  ]);
  const { port } = await server.event("listening");
  const client = startClient(test, port, ["--source", "none", "--view-port", "0"]);
  const { id } = await client.event("connected");
  const { url } = await client.event("viewer");
  return decodeSnapshot(url, id, width, height);
}

const files = needs(openCV, footage, "ffmpeg");
describe.skipIf(files.skip)(`--source opencv:…${files.because}`, () => {
  it("shows the other side a file, in its own size and colours", async (test) => {
    const { data } = await frameAtClient(test, `opencv:${footage}`, 768, 576);
    const first = ["-v", "error", "-i", footage, "-frames:v", "1", "-f", "rawvideo", "-pix_fmt"];
    const [street, swapped] = ["rgb24", "bgr24"].map((format) =>
      execFileSync("ffmpeg", [...first, format, "-"], { maxBuffer: 2e7 }),
    ) as [Buffer, Buffer];
    // The camera does not move, so all but the people on the street is the same at any time.
    expect(difference(data, street)).toBeLessThan(8);
    expect(difference(data, swapped)).toBeGreaterThan(1.5 * difference(data, street));
  });

  it("shows the other side an MJPEG camera, and closes it without demand", async (test) => {
    const camera = await startCamera(test);
    const frame = await frameAtClient(test, `opencv:${camera.url}`, 640, 360);
    expect(readPattern(frame)).toMatchObject({ sequence: expect.any(Number) });
    await expect.poll(() => camera.readers, { timeout: 15_000 }).toBe(0);
  });

  it("that does not exist is wrong usage", async (test) => {
    const server = startApp(test, "server", ["--port", "0", ...small, "--source", "opencv:/nowhere/video.avi"]);
    expect(await server.exit()).toBe(2);
    expect((await server.event("error")).message).toMatch(/^There is no file \/nowhere\/video\.avi\./);
  });
});
