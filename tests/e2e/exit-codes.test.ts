import type { RequestListener } from "node:http";
import { describe, expect, it } from "vitest";
import { type AppName, light, stack, startPlain } from "./support/apps/app.ts";
import { startClient, startPair, startServer } from "./support/apps/pair.ts";
import { startWebServer } from "./support/environment/web-server.ts";

/** An error of one sentence, without a stack or a second line. */
const sentence = /^Error: [^\n]+\.\n$/;

describe.concurrent("wrong usage ends with 2 and says what is valid", () => {
  const wrong: readonly (readonly [AppName, readonly string[], string])[] = [
    ["server", ["--nope"], "unknown option '--nope'"],
    ["server", ["extra"], "too many arguments"],
    ["server", ["--size", "1280"], "such as 1280x720"],
    ["server", ["--size", "2x2"], "16 to 7680"],
    ["server", ["--source", "/dev/video98"], "There is no webcam /dev/video98"],
    ["client", ["--source", "missing.avi"], "There is no file “missing.avi”"],
    ["server", ["--source", "webcam"], "“webcam” is not a source. Valid sources are: auto, pattern"],
    ["server", ["--port", "70000"], "from 0 to 65535"],
    ["client", ["no address"], "“no address” is not an address"],
    ["client", ["localhost:99999"], "is not an address"],
    ["client", ["--codec", "h264"], "jpeg, webp"],
    ["client", ["--source-insecure"], "https://"],
    ["server", ["--max-latency", "150"], "such as 150ms or 0.5s"],
    ["client", ["--levels", "40,80"], "--levels: The levels 40,80 do not go down"],
    ["server", ["--quality", "30", "--levels", "12"], "--levels: There are"],
    ["demo", ["--duration", "soon"], "such as 10s"],
  ];
  it.for(wrong)("%s %j", async ([app, args, says], test) => {
    const running = startPlain(test, app, args);
    expect(await running.exit()).toBe(2);
    expect(running.stdout + running.stderr).toContain(says);
    expect(running.stdout + running.stderr).not.toMatch(stack);
  });
});

describe.concurrent("a failure ends with 1 and one sentence", () => {
  it("a port that another program uses", async (test) => {
    const { port } = await startServer(test).event("listening");
    const second = startPlain(test, "server", [
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      ...light,
      "--source",
      "pattern",
    ]);
    expect(await second.exit()).toBe(1);
    expect(second.stdout).toMatch(sentence);
    expect(second.stdout).toContain(`Cannot listen on 127.0.0.1 port ${port}: another program has the port`);
    expect(second.stderr).toBe("");

    const page = ["--view-port", String(port), "--port", "0", "--source", "pattern"];
    const third = startPlain(test, "server", page);
    expect(await third.exit()).toBe(1);
    expect(third.stdout).toMatch(sentence);
    expect(third.stdout).toContain(String(port));
  });

  it("a server that never starts, and one that does not return", async (test) => {
    const retries = [...light, "--retry-for", "1s"];
    const none = startClient(test, 1, retries);
    expect(await none.exit()).toBe(1);
    expect(none.events.at(-1)).toMatchObject({
      event: "error",
      message: "There is no server at 127.0.0.1:1: nothing listens there. Gave up after 1 s.",
    });
    expect(none.stderr).not.toMatch(stack);

    const { server, client } = await startPair(test, { client: retries });
    server.signal("SIGKILL");
    expect(await client.exit()).toBe(1);
    expect(client.events.slice(-2)).toMatchObject([
      { event: "closed", by: "lost" },
      { event: "error", message: expect.stringContaining("Gave up after 1 s.") },
    ]);
  });

  it("a full server: the client reports it, and does not try again", async (test) => {
    const { server, port } = await startPair(test, { server: [...light, "--max-clients", "1"] });
    const second = startPlain(test, "client", [`127.0.0.1:${port}`, ...light]);
    expect(await second.exit()).toBe(1);
    expect(second.stdout).toMatch(/Error: The server has no room for another client\.\n$/);
    expect(second.stdout).not.toMatch(stack);
    expect(server.stderr).toContain("Refused 127.0.0.1:");
  });

  const responses: readonly (readonly [string, RequestListener])[] = [
    ["404", (_, response) => response.writeHead(404).end("Not here")],
    ["401", (_, response) => response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end()],
    ["a web page", (_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end("<p>Hello</p>")],
  ];
  it.for(responses)("a source that replies with %s at the start, on either side", async ([, listener], test) => {
    const source = await startWebServer(test, listener);
    const server = startServer(test, [...light, "--source", source]);
    expect(await server.exit()).toBe(1);
    expect(server.events).toMatchObject([{ event: "error", message: expect.stringContaining(source) }]);
    expect(server.stderr).toMatch(sentence);

    const other = startServer(test);
    const { port } = await other.event("listening");
    const client = startClient(test, port, [...light, "--source", source]);
    expect(await client.exit()).toBe(1);
    expect(client.events).toMatchObject([{ event: "error", message: expect.stringContaining(source) }]);
    expect(client.stderr).toMatch(sentence);
    expect(other.events).toHaveLength(1);
  });
});

it.for(["server", "client"] as const)("%s --help ends with 0 and lists every option", async (app, test) => {
  const running = startPlain(test, app, ["--help"]);
  expect(await running.exit()).toBe(0);
  expect(running.stderr).toBe("");
  const common = [
    "--source <source>",
    "--source-fingerprint",
    "--source-insecure",
    "--size",
    "--fps",
    "--codec",
    "--quality",
    "--max-latency <time>",
    "--levels <levels>",
    "--keep-watching",
    "--stats",
    "--name",
    "--view <where>",
    "--view-port",
    "--view-host",
    "--duration",
    "--json",
    "--log-level",
    "Exit codes: 0 hung up or bye, 1 failed, 2 wrong usage.",
  ];
  const own = { server: ["--port", "--host", "--max-clients", "--once"], client: ["[address]", "--retry-for"] };
  for (const word of [...common, ...own[app]]) expect(running.stdout).toContain(word);
  expect(Math.max(...running.stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});
