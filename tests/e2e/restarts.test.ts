import { fileURLToPath } from "node:url";
import { describe, expect, it, type TestContext } from "vitest";
import { small } from "./support/app.ts";
import { follow } from "./support/follow.ts";
import { startPair } from "./support/pair.ts";
import { children, descriptors, processesWith } from "./support/proc.ts";
import { type Running, start } from "./support/process.ts";
import { needs, python } from "./support/programs.ts";
import { freePort } from "./support/recorder.ts";
import { until } from "./support/wait.ts";

const script = fileURLToPath(new URL("../../packages/capture/testing/rtsp-server.py", import.meta.url));
const rounds = 10;
const { skip, because } = needs("ffmpeg", "RTSP server");

/** An RTSP server on this port that listens. */
async function startRtsp(test: TestContext, port: number): Promise<Running> {
  const server = start(test, python, [script, String(port)]);
  await until(() => server.stdout.includes("ready") || undefined, {
    within: 10_000,
    describe: () => `The RTSP server does not listen. It wrote:\n${server.stdout}${server.stderr}`,
  });
  return server;
}

describe.skipIf(skip)(`a camera's server that is killed and restarted${because}`, () => {
  it("ten times under load: the session stays, the picture is back within 2 s, no process and no descriptor is left", async (test) => {
    const port = await freePort();
    const source = `rtsp://127.0.0.1:${port}/jpeg`;
    let camera = await startRtsp(test, port);
    // One for each of two cores.
    for (let i = 0; i < 2; i++) start(test, process.execPath, ["--eval", "for (;;);"]);
    const { server, client, met } = await startPair(test, {
      server: ["--view", "none", "--source", source],
      client: [...small, "--view", "web", "--view-port", "0"],
    });
    const { url } = await client.event("viewer");
    const seen = follow(test, url, met.client.id);
    const back = (since: number): Promise<true> =>
      until(() => seen.captured > since || undefined, {
        within: 10_000,
        describe: () => `There is no new picture. The server wrote:\n${server.stderr}`,
      });
    await back(0);
    const apps = [server, client];
    const before = { descriptors: apps.map(({ pid }) => descriptors(pid)), children: children(server.pid).length };
    // ffmpeg, and who sees to it that it does not outlive the app.
    expect(before.children).toBe(2);

    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      camera.signal("SIGKILL");
      await camera.exit();
      camera = await startRtsp(test, port);
      const restored = Date.now();
      await back(restored);
      took.push(Date.now() - restored);
      expect(children(server.pid).length).toBeLessThanOrEqual(before.children);
    }
    console.log(`Back after ${took.join(", ")} ms.`);
    expect(Math.max(...took)).toBeLessThan(2000);

    for (const [i, { pid, events }] of apps.entries()) {
      await until(() => descriptors(pid) <= (before.descriptors[i] ?? 0) || undefined, {
        within: 3000,
        describe: () => `A descriptor is left: ${descriptors(pid)} and not ${before.descriptors[i]}.`,
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
