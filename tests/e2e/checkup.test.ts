import { connect as connectSocket, createServer, type Socket } from "node:net";
import { describe, expect, it, type TestContext } from "vitest";
import { commandLine, light, mainOf, small, stack } from "./support/apps/app.ts";
import { startServer } from "./support/apps/pair.ts";
import { type Running, start } from "./support/apps/process.ts";
import { openTerminal } from "./support/apps/terminal.ts";
import { pause, until } from "./support/apps/wait.ts";
import { needs } from "./support/environment/programs.ts";
import { freePort } from "./support/environment/recorder.ts";

const tmux = needs("tmux");

/** Time limit of all measurements on a busy machine, in milliseconds. */
const within = 60_000;

function startCheckup(test: TestContext, args: readonly string[], env: readonly string[] = []): Running {
  return start(test, "/usr/bin/env", [...env, process.execPath, commandLine, "checkup", ...args]);
}

/** The output of `--json`. It is repeated here, independently of the code, because scripts rely on it. */
interface Report {
  readonly event: "checkup";
  readonly ok: boolean;
  readonly ports: readonly { readonly port: number; readonly what: string; readonly free: boolean }[];
  readonly findings: readonly {
    readonly topic: string;
    readonly status: "ok" | "info" | "warning" | "error";
    readonly message: string;
    readonly details?: readonly string[];
    readonly fix?: string;
  }[];
  readonly peer: {
    readonly rttMs: number;
    readonly clockOffsetMs: number;
    readonly clockUncertaintyMs: number;
    readonly receive: { readonly fps: number; readonly bitsPerSecond: number; readonly level: number } | null;
    readonly send: {
      readonly bitsPerSecond: number;
      readonly seconds: number;
      readonly predictions: readonly { readonly rendition: { readonly level: number } }[];
    } | null;
  } | null;
}

/** Runs `checkup --json` to its end. */
async function runCheckup(
  test: TestContext,
  args: readonly string[],
  env: readonly string[] = [],
): Promise<{ readonly report: Report; readonly code: number | string; readonly text: string }> {
  const checkup = startCheckup(test, [...args, "--json"], env);
  const code = await checkup.exit({ within });
  expect(checkup.stdout, checkup.stderr).toMatch(/^\{.*\}\n$/);
  expect(checkup.stderr).not.toMatch(stack);
  return { report: JSON.parse(checkup.stdout) as Report, code, text: checkup.stderr };
}

/** The finding of a topic. */
function findingOf(report: Report, topic: string): Report["findings"][number] | undefined {
  return report.findings.find((finding) => finding.topic === topic);
}

/** Starts a proxy of a port that limits the rate towards it, and not the rate back. Resolves to its port. */
async function startThrottledProxy(test: TestContext, to: number, bitsPerSecond: number): Promise<number> {
  const sockets = new Set<Socket>();
  const proxy = createServer({ highWaterMark: 4096 }, (near) => {
    const far = connectSocket(to);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          near.destroy();
          far.destroy();
        });
    }
    far.pipe(near);
    void pipeThrottled(near, far, bitsPerSecond).catch(() => {});
  });
  test.onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });
  return await new Promise((resolve) => {
    proxy.listen(0, "127.0.0.1", () => resolve((proxy.address() as { port: number }).port));
  });
}

async function pipeThrottled(from: Socket, to: Socket, bitsPerSecond: number): Promise<void> {
  let due = performance.now();
  for await (const chunk of from as AsyncIterable<Buffer>) {
    due = Math.max(due, performance.now()) + (chunk.length * 8000) / bitsPerSecond;
    to.write(chunk);
    if (due > performance.now()) await pause(due - performance.now());
  }
  to.end();
}

describe.concurrent("on its own", () => {
  it("describes this machine in lines for people, without colours when the output is not a terminal", async (test) => {
    const checkup = startCheckup(test, []);
    expect(await checkup.exit({ within })).toBe(0);
    expect(checkup.stderr).toBe("");
    const lines = checkup.stdout.trimEnd().split("\n");
    expect(lines[0]).toContain(`✓ Node     ${process.versions.node} on `);
    for (const topic of ["Node", "Network", "Ports", "ffmpeg", "OpenCV", "Camera", "JPEG", "WebP"]) {
      expect(lines.some((line) => /^[✓·!✗] /.test(line) && line.slice(2, 10).trim() === topic)).toBe(true);
    }
    expect(lines.find((line) => line.includes(" JPEG "))).toMatch(/: \d+ fps at 1280x720, \d+ fps at 1920x1080$/);
    expect(lines.at(-1)).toMatch(/^Everything (works|required works)/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(checkup.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  }, 90_000);

  it("writes the same as one object for programs, with a fix for a port that is in use", async (test) => {
    const other = createServer();
    // An error means that another program uses the port already, which is as good.
    await new Promise<void>((resolve) => other.once("error", () => resolve()).listen(4700, "0.0.0.0", resolve));
    test.onTestFinished(() => void other.close());
    const { report, code, text } = await runCheckup(test, []);
    expect(code).toBe(0);
    expect(report).toMatchObject({ event: "checkup", ok: true, node: process.versions.node, peer: null });
    expect(report).toMatchObject({
      processors: expect.any(Number),
      addresses: expect.any(Array),
      readers: [{ name: "ffmpeg" }, { name: "opencv" }],
      cameras: expect.any(Array),
      codecs: [
        { codec: "jpeg", implementation: expect.any(String), fps: { "1280x720": expect.any(Number) } },
        { codec: "webp", implementation: "sharp", fps: { "1920x1080": expect.any(Number) } },
      ],
    });
    expect(report.ports[0]).toEqual({ port: 4700, what: "server", free: false });
    const inUse = report.findings.find(({ message }) => message.startsWith("4700 "));
    expect(inUse).toMatchObject({ topic: "Ports", status: "warning" });
    expect(inUse?.fix).toMatch(/pnpm --filter server start --port 47\d\d$/);
    for (const finding of report.findings) {
      expect(text).toContain(finding.message);
      if (finding.status === "warning") expect(finding.fix).toBeTruthy();
    }
  }, 90_000);

  it("without any program on PATH: works, and says how to get ffmpeg", async (test) => {
    const { report, code } = await runCheckup(test, [], ["PATH="]);
    expect(code).toBe(0);
    expect(report).toMatchObject({ readers: [{ name: "ffmpeg", version: null }, { name: "opencv" }] });
    expect(findingOf(report, "ffmpeg")).toMatchObject({
      status: "warning",
      fix: expect.stringContaining("install ffmpeg"),
    });
  }, 90_000);

  it("reports a package that does not load, with the fix", async (test) => {
    const hook = `export function resolve(name, context, next) {
      if (name === "sharp") throw new Error("Cannot find package 'sharp'");
      return next(name, context);
    }`;
    const asModule = (code: string): string => `data:text/javascript,${encodeURIComponent(code)}`;
    const preload = asModule(`import { register } from "node:module"; register(${JSON.stringify(asModule(hook))});`);
    const checkup = start(test, process.execPath, ["--import", preload, commandLine, "checkup", "--json"]);
    expect(await checkup.exit()).toBe(1);
    expect(JSON.parse(checkup.stdout)).toMatchObject({ event: "error", fix: expect.stringContaining("install") });
    expect(checkup.stderr).toContain("Cannot find package 'sharp'");
    expect(checkup.stderr).not.toMatch(stack);
  });

  const wrong: readonly (readonly [readonly string[], string])[] = [
    [["--nope"], "unknown option '--nope'"],
    [["one", "two"], "too many arguments"],
    [["no address"], "“no address” is not an address"],
  ];
  it.for(wrong)("wrong usage ends with 2 and says what is right: %j", async ([args, says], test) => {
    const checkup = startCheckup(test, args);
    expect(await checkup.exit()).toBe(2);
    expect(checkup.stderr).toContain(says);
    expect(checkup.stderr).toContain("--help");
    expect(checkup.stdout).toBe("");
  });
});

describe.concurrent("with an address", () => {
  it("measures the path to a server that wants frames: round trip, clocks, frames, throughput and the level that fits", async (test) => {
    const server = startServer(test, [...light, "--source", "pattern"]);
    const { port } = await server.event("listening");
    const { report, code, text } = await runCheckup(test, [`127.0.0.1:${port}`]);
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    const { peer } = report;
    expect(peer).toMatchObject({ name: "The server", address: `127.0.0.1:${port}` });
    expect(peer?.rttMs).toBeGreaterThan(0);
    expect(peer?.rttMs).toBeLessThan(100);
    expect(peer?.clockUncertaintyMs).toBeCloseTo((peer?.rttMs ?? 0) / 2, 1);
    // One machine has one clock.
    expect(Math.abs(peer?.clockOffsetMs ?? 1e9)).toBeLessThan(100);
    expect(peer?.receive).toMatchObject({ codec: "jpeg", width: 320, height: 240 });
    expect(peer?.receive?.fps).toBeGreaterThan(2);
    expect(peer?.receive?.fps).toBeLessThan(16);
    expect(peer?.send?.seconds).toBeGreaterThan(2.9);
    expect(peer?.send?.bitsPerSecond).toBeGreaterThan(5e6);
    expect(peer?.send?.predictions).toHaveLength(2);
    expect(text).toMatch(/^✓ Send {5}[\d.]+ [MG]bit\/s for 3 s$/m);
    // It disconnects as any other peer does.
    expect(await server.event("closed")).toMatchObject({ by: "remote", code: "left" });
  }, 90_000);

  it("measures the rate of a throttled path, and predicts the rendition of a camera on it", async (test) => {
    const server = startServer(test, [...light, "--source", "pattern"]);
    const { port } = await server.event("listening");
    const proxy = await startThrottledProxy(test, port, 6e6);
    const { report, code } = await runCheckup(test, [`127.0.0.1:${proxy}`]);
    expect(code).toBe(0);
    const { send } = report.peer ?? {};
    expect(send?.bitsPerSecond).toBeGreaterThan(1e6);
    expect(send?.bitsPerSecond).toBeLessThan(7e6);
    for (const { rendition } of send?.predictions ?? []) expect(rendition.level).toBeGreaterThan(2);
    expect(findingOf(report, "Send")).toMatchObject({ status: "warning", fix: expect.stringContaining("--size") });
  }, 90_000);

  it("sends nothing without demand, and says how to measure that, too", async (test) => {
    const server = startServer(test, [...small, "--source", "none"]);
    const { port } = await server.event("listening");
    const { report, code } = await runCheckup(test, [`127.0.0.1:${port}`]);
    expect(code).toBe(0);
    expect(report.peer).toMatchObject({ receive: null, send: null });
    expect(findingOf(report, "Send")).toMatchObject({
      status: "info",
      fix: expect.stringContaining("--keep-watching"),
    });
    expect(findingOf(report, "Receive")).toMatchObject({ status: "info", message: "no frames arrived" });
    expect(await server.event("closed")).toMatchObject({ received: { frames: 0 } });
  }, 90_000);

  it("a missing server and a full one are errors: exit code 1, and the fix", async (test) => {
    const missing = await runCheckup(test, [`127.0.0.1:${await freePort()}`]);
    expect(missing.code).toBe(1);
    expect(missing.report).toMatchObject({ ok: false, peer: null });
    expect(findingOf(missing.report, "Server")).toMatchObject({
      status: "error",
      message: expect.stringMatching(/^There is no server at 127\.0\.0\.1:\d+: nothing listens there\.$/),
      fix: "Start the server there: pnpm --filter server start",
    });
    expect(missing.text).toMatch(/One required thing does not work\.\n$/);

    const server = startServer(test, [...small, "--max-clients", "1", "--source", "none"]);
    const { port } = await server.event("listening");
    start(test, process.execPath, [mainOf("client"), `127.0.0.1:${port}`, ...small, "--source", "none"]);
    await server.event("connected");
    const full = await runCheckup(test, [`127.0.0.1:${port}`]);
    expect(full.code).toBe(1);
    expect(findingOf(full.report, "Server")).toMatchObject({
      status: "error",
      fix: expect.stringContaining("--max-clients"),
    });
  }, 90_000);

  it("Ctrl-C ends it at once, with a bye", async (test) => {
    const server = startServer(test, [...light, "--source", "pattern"]);
    const { port } = await server.event("listening");
    const checkup = startCheckup(test, [`127.0.0.1:${port}`]);
    await server.event("connected", { within });
    // During a measurement.
    await server.event("stats", { where: ({ remoteDemand }) => remoteDemand, within });
    const since = performance.now();
    checkup.signal("SIGINT");
    expect(await checkup.exit()).toBe(1);
    expect(performance.now() - since).toBeLessThan(2000);
    expect(checkup.stdout).toMatch(/\nError: Interrupted before all checks were done\.\n$/);
    expect(checkup.stderr).toBe("");
    expect(await server.event("closed")).toMatchObject({ by: "remote", code: "left" });
  }, 90_000);
});

it.skipIf(tmux.skip)(
  `on a terminal it fits a screen of 80 columns and 24 rows${tmux.because}`,
  async (test) => {
    const server = startServer(test, [...light, "--source", "pattern"]);
    const { port } = await server.event("listening");
    // The output is longest without ffmpeg.
    const line = `/usr/bin/env PATH= "${process.execPath}" "${commandLine}" checkup 127.0.0.1:${port}; echo "Exit code $?"; sleep 120`;
    const terminal = openTerminal(test, line, 80);
    let lines: readonly string[] = [];
    let progressSeen = false;
    await until(
      () => {
        lines = terminal.lines();
        progressSeen ||= lines.some((shown) => shown.endsWith(" …"));
        return lines.at(-1)?.startsWith("Exit code") ? true : undefined;
      },
      { within, describe: () => lines.join("\n") },
    );
    // Progress is shown while a check runs, and removed afterwards.
    expect(progressSeen).toBe(true);
    expect(lines.some((shown) => shown.endsWith(" …"))).toBe(false);
    // On a busy machine more warnings appear, for a port in use or a low level. They add lines.
    const added = lines.filter((shown) => shown.startsWith("! ") && !shown.startsWith("! ffmpeg"));
    if (added.length === 0) expect(lines[0]).toMatch(/^✓ Node /);
    expect(lines.at(-1)).toBe("Exit code 0");
    expect(terminal.cursor).toBe(true);
  },
  60_000,
);
