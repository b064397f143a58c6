import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { createConnection } from "node:net";
import { describe, expect, it } from "vitest";
import { type App, light, mainOf, small, startApp } from "./support/apps/app.ts";
import { framesFlow, startClient, startPair } from "./support/apps/pair.ts";
import { testKey } from "./support/apps/process.ts";
import { openTerminal } from "./support/apps/terminal.ts";
import { until } from "./support/apps/wait.ts";
import { needs } from "./support/environment/programs.ts";

const tmux = needs("tmux");

/** Opens a socket that sends and reads nothing. */
async function openSilent(port: number): Promise<void> {
  const socket = createConnection({ port, host: "127.0.0.1" }).on("error", () => {});
  await once(socket, "connect");
  socket.pause();
}

/** Requests an endless stream, and stops reading after the first bytes. */
async function stallReader(url: string): Promise<void> {
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    get(url, resolve).on("error", reject);
  });
  expect(response.statusCode).toBe(200);
  response.on("error", () => {});
  await once(response, "readable");
}

describe.concurrent("a server as a daemon", () => {
  it("says bye at SIGTERM and exits with 0 within 2 s, whatever its peers do", async (test) => {
    const args = ["--size", "640x480", "--fps", "15", "--view-port", "0", "--keep-watching"];
    const { server, client, port } = await startPair(test, { server: args });
    const frozen = startClient(test, port);
    const inside = await server.event("connected", { where: ({ id }) => id !== undefined && connectedTwice(server) });
    await framesFlow(server, inside);
    for (let one = 0; one < 5; one++) await openSilent(port);
    const { url } = await server.event("viewer");
    const { streams } = (await (await fetch(new URL("streams", url))).json()) as { streams: { id: string }[] };
    for (const { id } of streams) await stallReader(new URL(`streams/${id}.mjpg`, url).href);
    frozen.signal("SIGSTOP");

    const at = performance.now();
    server.signal("SIGTERM");
    expect(await server.exit()).toBe(0);
    expect(performance.now() - at).toBeLessThan(2000);
    expect(await client.event("closed")).toMatchObject({ by: "remote", code: "shutting-down" });
  });

  it("continues at SIGHUP, and at the end of its input", async (test) => {
    const { server, client, met } = await startPair(test);
    server.signal("SIGHUP");
    client.signal("SIGHUP");
    server.endInput();
    await framesFlow(client, await framesFlow(client, await client.event("stats", { after: met.client })));
    expect([...server.events, ...client.events].some(({ event }) => event === "closed")).toBe(false);
  });

  const inputs: readonly (readonly [string, string])[] = [
    ["whose input is /dev/null", "</dev/null"],
    ["whose input is closed", "<&-"],
  ];
  it.for(inputs)("%s continues, and ends at SIGTERM", { timeout: 60_000 }, async ([, input], test) => {
    const line = `exec "${process.execPath}" "${mainOf("server")}" --json --host 127.0.0.1 --port 0 ${light.join(" ")} --duration 1m ${input}`;
    const child = spawn("sh", ["-c", line], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, FRAMEWIRE_KEY: testKey },
    });
    try {
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
      await until(() => (text.includes('"listening"') ? true : undefined), {
        within: 30_000,
        describe: () => `It does not listen: ${text}`,
      });
      const client = startClient(test, Number(/"port":(\d+)/.exec(text)?.[1]));
      await client.event("connected");
      expect(child.exitCode).toBeNull();
      child.kill("SIGTERM");
      const [code] = await once(child, "exit");
      expect(code).toBe(0);
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("closes a client that sends invalid bytes, without an effect on the others", async (test) => {
    const { server, client, port, met } = await startPair(test, { server: [...small, "--keep-watching"] });
    const since = await framesFlow(client, met.client);
    for (const bytes of ["GET / HTTP/1.1\r\n\r\n", "\xff\xff\xff\xff\x0f", "\x00".repeat(100_000), "\x02\x0a\x00"]) {
      const socket = createConnection({ port, host: "127.0.0.1" }).on("error", () => {});
      await once(socket, "connect");
      socket.end(Buffer.from(bytes, "latin1"));
      socket.resume();
      await once(socket, "close");
    }
    await framesFlow(client, since);
    expect(server.stderr).not.toMatch(/^\s+at |Unhandled|bug in Framewire/m);
    expect(server.events.filter(({ event }) => event === "closed")).toEqual([]);
  });
});

describe("docs/framewire.service", () => {
  it("has a command line that the server accepts", async (test) => {
    const unit = readFileSync(new URL("../../docs/framewire.service", import.meta.url), "utf8");
    const [, args = ""] = /^ExecStart=\/usr\/bin\/node \S+\/apps\/server\/dist\/main\.js (.*)$/m.exec(unit) ?? [];
    expect(args).not.toBe("");
    const server = startApp(test, "server", [...args.split(" "), "--port", "0", "--view", "none", "--duration", "1s"]);
    await server.event("listening");
    expect(await server.exit()).toBe(0);
  });
});

function connectedTwice(app: App): boolean {
  return app.events.filter(({ event }) => event === "connected").length >= 2;
}

describe.skipIf(tmux.skip)(`on a terminal that is closed${tmux.because}`, () => {
  it("the client hangs up", async (test) => {
    const server = startApp(test, "server", ["--host", "127.0.0.1", "--port", "0", ...light]);
    const { port } = await server.event("listening");
    const command = [process.execPath, mainOf("client"), `127.0.0.1:${port}`, ...light, "--duration", "2m"];
    const terminal = openTerminal(test, `exec ${command.map((word) => `"${word}"`).join(" ")}`, 100);
    const met = await server.event("connected");
    await framesFlow(server, met);
    terminal.close();
    expect(await server.event("closed")).toMatchObject({ by: "remote", code: "left" });
  });
});
