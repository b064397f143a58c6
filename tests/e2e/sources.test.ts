import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { light, small, startApp } from "./support/apps/app.ts";
import { isEvent } from "./support/apps/events.ts";
import { startClient, startServer } from "./support/apps/pair.ts";
import { startCamera } from "./support/environment/camera.ts";
import { needs } from "./support/environment/programs.ts";
import { startWebServer } from "./support/environment/web-server.ts";
import { snapshot } from "./support/pages/snapshot.ts";

/** An error of one sentence, without a stack or a second line. */
const sentence = /^Error: [^\n]+\.\n$/;
const ffmpeg = needs("ffmpeg");

describe.concurrent("a hostile --source fails with one sentence, and has no other effect", () => {
  it.for([
    ...[
      "-i",
      ";",
      "$(id)",
      "`id`",
      "ffmpeg:-i",
      "ffmpeg:;id",
      "ffmpeg:$(id)",
      "file:/etc/passwd",
      "ffmpeg:file:/etc/passwd",
    ],
    ...["rtsp://cam/\n-i", "ffmpeg:a.avi\n-f", "ffmpeg:concat:/etc/passwd|/etc/group", "ffmpeg:pipe:0"],
    ...["lavfi:movie=/etc/passwd", "screen:-i", "/dev/video0 -i /etc/passwd", "ffmpeg:tcp://127.0.0.1:1"],
  ])("%j", async (source, test) => {
    const app = startApp(test, "server", ["--host", "127.0.0.1", "--port", "0", ...light, "--source", source]);
    expect(await app.exit({ within: 15_000 })).toBe(2);
    expect(app.stderr).toMatch(sentence);
    expect(app.events.map(({ event }) => event)).toEqual(["error"]);
    expect(app.stderr).not.toMatch(/root:|uid=/);
  });
});

describe("a source that redirects to a file of this machine", () => {
  const redirect: RequestListener = (_, response) => response.writeHead(302, { Location: "file:///etc/passwd" }).end();

  it.skipIf(ffmpeg.skip).for(["", "ffmpeg:"])(
    `is not followed, and the app says so in one sentence: “%s”${ffmpeg.because}`,
    async (prefix, test) => {
      const url = await startWebServer(test, redirect);
      const server = startServer(test, ["--view", "none", "--source", `${prefix}${url}`]);
      const { port } = await server.event("listening");
      // The source is opened on demand.
      const client = startClient(test, port);
      expect(await server.exit({ within: 15_000 })).toBe(1);
      expect(server.events.at(-1)).toMatchObject({
        event: "error",
        message: expect.stringMatching(/redirects to an address that is not http or https/),
      });
      expect(server.stderr.split("\n").filter((line) => line.startsWith("Error: "))).toHaveLength(1);
      await client.exit({ within: 15_000 });
      expect(
        client.events.filter((event) => isEvent(event, "stats")).every(({ received }) => received.frames === 0),
      ).toBe(true);
    },
  );
});

describe("on a machine without any other program", () => {
  const bare = { within: ["/usr/bin/env", "PATH=/nowhere"] } as const;
  const web = ["--view", "web", "--view-port", "0"] as const;

  it("the demo shows the video of both sides on both pages", async (test) => {
    const demo = startApp(test, "demo", [], bare);
    for (const app of ["server", "client"] as const) {
      await demo.event("stats", { where: (event) => event.app === app && event.received.frames > 10, within: 15_000 });
      const { url } = await demo.event("viewer", { where: (event) => event.app === app });
      expect(await (await fetch(url)).text()).toContain("<title>");
      expect((await snapshot(url, "local")).subarray(0, 2).toString("hex")).toBe("ffd8");
    }
    demo.type("\n");
    expect(await demo.exit()).toBe(0);
  });

  it("a phone's MJPEG address is passed through unchanged, onto the other side's page", async (test) => {
    const camera = await startCamera(test);
    const args = ["--host", "127.0.0.1", "--port", "0", ...small, "--source", camera.url];
    const server = startApp(test, "server", args, bare);
    const { port } = await server.event("listening");
    const client = startApp(test, "client", [`127.0.0.1:${port}`, ...light, ...web], bare);
    const met = await client.event("connected");
    await client.event("stats", { where: ({ received }) => received.frames > 5 });
    const { url } = await client.event("viewer");
    const shown = await snapshot(url, met.id);
    expect(shown.equals(camera.jpeg)).toBe(true);
    expect(await server.event("source")).toMatchObject({ device: camera.url, format: "JPEG", passthrough: true });
    expect(server.stderr).toContain(`Source: ${camera.url}, 640x360, JPEG passed through.`);
  });
});
