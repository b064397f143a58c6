import { describe, expect, it } from "vitest";
import { light, mainOf, stack, startApp, startPlain } from "./support/apps/app.ts";
import { framesFlow, startClient, startPair, startServer } from "./support/apps/pair.ts";
import { start } from "./support/apps/process.ts";
import { until } from "./support/apps/wait.ts";
import { freePort } from "./support/environment/recorder.ts";

const totals = { frames: expect.any(Number), bytes: expect.any(Number), dropped: expect.any(Number) };
const percentiles = { p50: expect.any(Number), p95: expect.any(Number), max: expect.any(Number) };
const direction = {
  ...{ ...totals, fps: expect.any(Number), bitrate: expect.any(Number), level: expect.any(Number) },
  qualityLimitationReason: expect.stringMatching(/^(none|cpu|bandwidth|other)$/),
};

describe.concurrent("output", () => {
  it("with --json: events and nothing else on stdout, text for people on stderr", async (test) => {
    const { server, client, met } = await startPair(test);
    await framesFlow(server, await framesFlow(server, met.server));
    client.type("\n");
    await client.exit();
    server.type("\n");
    await server.exit();

    const address = expect.stringMatching(/^127\.0\.0\.1:\d+$/);
    const codecs = { send: { codec: "jpeg" }, receive: { codec: "jpeg" } };
    // Exactly, because scripts read this. The test adds `at`.
    const at = { at: expect.any(Number), time: expect.any(Number) };
    const { id } = met.server;
    const [listening, connected, ...rest] = server.events;
    expect(listening).toEqual({ event: "listening", host: "127.0.0.1", port: expect.any(Number), ...at });
    const none = { frames: 0, bytes: 0, dropped: 0 };
    const remote = { name: "The client", address };
    expect(connected).toEqual({ event: "connected", id, remote, ...codecs, sent: none, received: none, ...at });
    const number = expect.any(Number);
    const stages = { acquired: percentiles, encoded: percentiles, queued: percentiles, sent: percentiles };
    const source = { device: "the test pattern", width: 320, height: 240, fps: 15, format: "RGB", passthrough: false };
    const problem = null;
    expect(rest.filter(({ event }) => event === "source")).toEqual([{ event: "source", ...source, problem, ...at }]);
    for (const stats of rest.slice(0, -1).filter(({ event }) => event !== "source")) {
      expect(stats).toEqual({
        event: "stats",
        id,
        sent: { ...direction, stages },
        received: { ...direction, stages: { ...stages, received: percentiles, consumed: percentiles } },
        rttMs: number,
        ageMs: percentiles,
        bandwidth: number,
        inFlight: number,
        congestionWindow: number,
        clockOffsetMs: number,
        clockUncertaintyMs: number,
        remoteDemand: true,
        localDemand: true,
        ...at,
      });
    }
    const message = "The other side hung up.";
    const ends = { code: "left", by: "remote", message, sent: { ...totals, acked: number }, received: totals };
    expect(rest.at(-1)).toEqual({ event: "closed", id, ...ends, ...at });
    expect(server.stdout.endsWith("\n")).toBe(true);

    expect(server.stderr).toMatch(/^Listening on 127\.0\.0\.1 port \d+; Enter hangs up\.$/m);
    expect(server.stderr).toMatch(
      /^On the other machine, with the same key: npx --yes pnpm@10 --filter client start 127\.0\.0\.1:\d+$/m,
    );
    expect(server.stderr).toMatch(/^Source: the test pattern, 320x240 at 15 fps, RGB encoded here\.$/m);
    expect(server.stderr).toMatch(/^Connected with The client at 127\.0\.0\.1:\d+\.$/m);
    expect(server.stderr).toMatch(/^The client: The other side hung up\.$/m);
    expect(client.stderr).toMatch(/^Hung up on The server\.$/m);
  });

  it("without it: text for people on stdout, one line per peer every five seconds, no control characters", async (test) => {
    const server = startServer(test);
    const { port } = await server.event("listening");
    const client = startPlain(test, "client", [`127.0.0.1:${port}`, ...light]);
    const met = await server.event("connected");
    for (let reports = 0, last: typeof met | Awaited<ReturnType<typeof framesFlow>> = met; reports < 3; reports++) {
      last = await framesFlow(server, last);
    }
    client.type("\n");
    expect(await client.exit()).toBe(0);
    expect(client.stderr).toBe("");
    expect(client.stdout.split("\n")).toEqual([
      expect.stringMatching(/^The source is the .+\.$/),
      `Connecting to 127.0.0.1:${port}; Enter hangs up.`,
      `Connected with The server at 127.0.0.1:${port}.`,
      "Source: the test pattern, 320x240 at 15 fps, RGB encoded here.",
      expect.stringMatching(
        /^The server +│ in +[\d.]+ fps .* │ out +[\d.]+ fps .* │ age .* │ rtt .* │ dropped \d+ in, \d+ out$/,
      ),
      "Hung up on The server.",
      "",
    ]);
  });

  it("--log-level warn: no output without a warning", async (test) => {
    const server = startPlain(test, "server", ["--port", "0", ...light, "--log-level", "warn", "--duration", "1s"]);
    expect(await server.exit()).toBe(0);
    expect(server.stdout + server.stderr).toBe("");
  });
});

describe.concurrent("a closed reader of stdout", () => {
  it("hangs up: `client --json | head -1` ends, and the server receives a bye", async (test) => {
    const server = startServer(test);
    const { port } = await server.event("listening");
    const command = `"$0" "$1" 127.0.0.1:${port} ${light.join(" ")} --duration 1m --json | head -1`;
    const pipe = start(test, "sh", ["-c", command, process.execPath, mainOf("client")]);
    // The shell waits for both processes.
    expect(await pipe.exit()).toBe(0);
    expect(JSON.parse(pipe.stdout)).toMatchObject({ event: "connected" });
    expect(pipe.stderr).not.toMatch(stack);
    expect(await server.event("closed")).toMatchObject({ by: "remote", code: "left" });
  });

  it("hangs up: `demo --json | head -1` ends and leaves nothing behind", async (test) => {
    const command = `"$0" "$1" --duration 1m --json | head -1`;
    const pipe = start(test, "sh", ["-c", command, process.execPath, mainOf("demo")]);
    // Two apps start before there is a line to read.
    expect(await pipe.exit({ within: 30_000 })).toBe(0);
    const { url } = JSON.parse(pipe.stdout) as { url: string };
    await expect(fetch(url)).rejects.toThrow();
    expect(pipe.stderr).not.toMatch(stack);
  });

  it("does not matter on stderr: `server --json 2>&1 >/dev/null | head -1` continues", async (test) => {
    const port = await freePort();
    const command = `"$0" "$1" --host 127.0.0.1 --port ${port} ${light.join(" ")} --once --source pattern --json 2>&1 >/dev/null | head -1; echo over`;
    const pipe = start(test, "sh", ["-c", command, process.execPath, mainOf("server")]);
    await until(() => (pipe.stdout.includes("Listening") ? true : undefined), {
      within: 30_000,
      describe: () => pipe.stdout + pipe.stderr,
    });
    // It serves a client after its reader has closed.
    const client = startClient(test, port);
    await client.event("connected");
    expect(pipe.stdout).not.toContain("over");
    client.type("\n");
    expect(await pipe.exit()).toBe(0);
    expect(pipe.stdout).toContain("over");
  });
});

it("a name from the other side cannot write on the terminal", async (test) => {
  const server = startServer(test);
  const { port } = await server.event("listening");
  startApp(test, "client", [`127.0.0.1:${port}`, ...light, "--name", "\u001b[31mred\u0007\nfake line"]);
  await server.event("connected");
  await until(() => (server.stderr.includes("Connected with") ? true : undefined), {
    within: 30_000,
    describe: () => server.stderr,
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
  expect(server.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  expect(server.stderr).not.toMatch(/^fake line/m);
});
