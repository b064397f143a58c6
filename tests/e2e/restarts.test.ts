import { fileURLToPath } from "node:url";
import { describe, expect, it, type TestContext } from "vitest";
import { small } from "./support/apps/app.ts";
import { startPair } from "./support/apps/pair.ts";
import { type Running, start } from "./support/apps/process.ts";
import { children, descriptors, processesWith } from "./support/apps/process-info.ts";
import { until } from "./support/apps/wait.ts";
import { needs, python } from "./support/environment/programs.ts";
import { freePort } from "./support/environment/recorder.ts";
import { followStream } from "./support/pages/follow-stream.ts";

const script = fileURLToPath(new URL("../../packages/capture/testing/rtsp-server.py", import.meta.url));
const rounds = 10;
const { skip, because } = needs("ffmpeg", "RTSP server");

/** Starts an RTSP server on this port, and waits until it listens. */
async function startRtsp(test: TestContext, port: number): Promise<Running> {
  const server = start(test, python, [script, String(port)]);
  await until(() => server.stdout.includes("ready") || undefined, {
    within: 10_000,
    describe: () => `The RTSP server does not listen. It wrote:\n${server.stdout}${server.stderr}`,
  });
  return server;
}

describe.skipIf(skip)(`a camera's server that is killed and restarted${because}`, () => {
  it("ten times under load: the session stays, frames arrive again within 2 s, no process or descriptor leaks", async (test) => {
    const port = await freePort();
    const source = `rtsp://127.0.0.1:${port}/jpeg`;
    let camera = await startRtsp(test, port);
    // One busy process for each of two cores.
    for (let i = 0; i < 2; i++) start(test, process.execPath, ["--eval", "for (;;);"]);
    const { server, client, met } = await startPair(test, {
      server: ["--view", "none", "--source", source],
      client: [...small, "--view", "web", "--view-port", "0"],
    });
    const { url } = await client.event("viewer");
    const followed = followStream(test, url, met.client.id);
    const capturedAfter = (since: number): Promise<true> =>
      until(() => followed.captured > since || undefined, {
        within: 10_000,
        describe: () => `There is no new frame. The server wrote:\n${server.stderr}`,
      });
    await capturedAfter(0);
    const apps = [server, client];
    const before = { descriptors: apps.map(({ pid }) => descriptors(pid)), children: children(server.pid).length };
    // ffmpeg, and the process that ends it with the app.
    expect(before.children).toBe(2);

    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      camera.signal("SIGKILL");
      await camera.exit();
      camera = await startRtsp(test, port);
      const restoredAt = Date.now();
      await capturedAfter(restoredAt);
      took.push(Date.now() - restoredAt);
      expect(children(server.pid).length).toBeLessThanOrEqual(before.children);
    }
    console.log(`Frames again after ${took.join(", ")} ms.`);
    expect(Math.max(...took)).toBeLessThan(2000);

    for (const [i, { pid, events }] of apps.entries()) {
      await until(() => descriptors(pid) <= (before.descriptors[i] ?? 0) || undefined, {
        within: 3000,
        describe: () => `A descriptor leaks: ${descriptors(pid)} instead of ${before.descriptors[i]}.`,
      });
      expect(events.filter(({ event }) => event === "connected")).toHaveLength(1);
      expect(events.some(({ event }) => event === "closed" || event === "error")).toBe(false);
    }
    expect(processesWith(`-i ${source}`)).toHaveLength(1);
    client.type("\n");
    server.type("\n");
    expect(await Promise.all([client.exit(), server.exit()])).toEqual([0, 0]);
    expect(processesWith(`-i ${source}`)).toEqual([]);
  }, 90_000);
});
