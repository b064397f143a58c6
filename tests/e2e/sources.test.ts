import type { RequestListener } from "node:http";
import type { ViewerState } from "@framewire/viewer";
import { describe, expect, it } from "vitest";
import { light, small, stack, startApp } from "./support/apps/app.ts";
import { startClient, startPair, startServer } from "./support/apps/pair.ts";
import { until } from "./support/apps/wait.ts";
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
  const refused = /redirects to an address that is not http or https/;

  it.skipIf(ffmpeg.skip).for(["", "ffmpeg:"])(
    `is not followed, and the app says so in one sentence: “%s”${ffmpeg.because}`,
    async (prefix, test) => {
      const url = await startWebServer(test, redirect);
      const server = startServer(test, [...light, "--source", `${prefix}${url}`]);
      // On a busy machine ffmpeg may need longer than the check at the start. The app then goes on, and says it later.
      const port = await Promise.race([
        server.exit({ within: 15_000 }).then(() => undefined),
        server.event("listening").then((listening) => listening.port),
      ]);
      if (port === undefined) {
        expect(server.events).toMatchObject([{ event: "error", message: expect.stringMatching(refused) }]);
        expect(server.stderr).toMatch(sentence);
      } else {
        startClient(test, port);
        await server.event("source", { where: ({ problem }) => refused.test(problem ?? "") });
      }
    },
  );
});

describe.concurrent("a camera that fails after it has worked", () => {
  const failures: readonly (readonly [string, "server" | "client", RegExp, RequestListener])[] = [
    ["404", "server", /answered 404/, (_, response) => response.writeHead(404).end()],
    [
      "401",
      "client",
      /asks for a name and password/,
      (_, response) => response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end(),
    ],
  ];

  it.for(failures)("with %s at the %s: both sides go on, and it comes back", async ([, app, problem, fail], test) => {
    const camera = await startCamera(test);
    const web = [...small.slice(0, 4), "--view", "web", "--view-port", "0"];
    const args = { server: light, client: light, [app]: [...web, "--keep-watching", "--source", camera.url] };
    const { server, client } = await startPair(test, args);
    const [own, other] = app === "server" ? [server, client] : [client, server];
    await other.event("stats", { where: ({ received }) => received.frames > 3 });

    camera.answerWith(fail);
    const failed = await own.event("source", { where: (event) => problem.test(event.problem ?? "") });
    const { url } = await own.event("viewer");
    const { streams } = (await (await fetch(`${url}streams`)).json()) as ViewerState;
    expect(streams.find(({ id }) => id === "local")?.problem).toMatch(problem);
    // What this side receives is not affected.
    const before = await own.event("stats", { after: failed });
    await own.event("stats", { after: before, where: ({ received }) => received.frames > before.received.frames });

    camera.answerWith(undefined);
    const back = await own.event("source", { after: failed, where: (event) => event.problem === null });
    const { sent } = await own.event("stats", { after: back });
    await own.event("stats", { after: back, where: (now) => now.sent.frames > sent.frames });
    for (const { events } of [own, other]) {
      expect(events.filter(({ event }) => event === "closed" || event === "error")).toEqual([]);
    }
    expect(own.stderr).not.toMatch(stack);
  });
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
    await until(async () => ((await snapshot(url, met.id)).equals(camera.jpeg) ? true : undefined), {
      within: 30_000,
      describe: () => "The client's page does not show the camera's frame unchanged.",
    });
    expect(await server.event("source")).toMatchObject({ device: camera.url, format: "JPEG", passthrough: true });
    expect(server.stderr).toContain(`Source: ${camera.url}, 640x360, JPEG passed through.`);
  });
});
