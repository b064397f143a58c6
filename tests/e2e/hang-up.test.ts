import { describe, expect, it } from "vitest";
import { type App, light, startPlain } from "./support/apps/app.ts";
import { framesFlow, startClient, startPair, startServer } from "./support/apps/pair.ts";
import { pause, until } from "./support/apps/wait.ts";

const left = { code: "left", message: "The other side hung up." };
const shutDown = { code: "shutting-down", message: "The other side is shutting down." };

describe.concurrent("hanging up", () => {
  it.for(["Enter", "SIGINT", "SIGTERM"] as const)(
    "the client by %s: both say bye, and the server waits for the next",
    async (way, test) => {
      const { server, client, port, met } = await startPair(test);
      await framesFlow(client, met.client);
      if (way === "Enter") client.type("\n");
      else client.signal(way);
      expect(await client.exit()).toBe(0);
      const own = await client.event("closed");
      const others = await server.event("closed");
      if (way === "SIGTERM") {
        expect(own).toMatchObject({ by: "local", code: "shutting-down", message: "This side is shutting down." });
        expect(others).toMatchObject({ by: "remote", ...shutDown });
      } else {
        expect(own).toMatchObject({ by: "local", code: "left", message: "This side hung up." });
        expect(others).toMatchObject({ by: "remote", ...left });
      }
      // All frames that one has sent are received, except those in flight.
      expect(Math.abs(own.sent.frames - others.received.frames)).toBeLessThanOrEqual(4);
      expect(own.sent.frames).toBeGreaterThan(0);

      const next = startClient(test, port);
      await server.event("connected", { after: others });
      expect((await next.event("connected")).id).toBe(met.client.id);
    },
  );

  it("the client by --duration, and a server with --once ends with it", async (test) => {
    const { server, client } = await startPair(test, {
      server: [...light, "--once"],
      client: [...light, "--duration", "4s"],
    });
    expect(await client.exit()).toBe(0);
    expect(await server.exit()).toBe(0);
    expect(await client.event("closed")).toMatchObject({ by: "local", code: "left" });
    expect(await server.event("closed")).toMatchObject({ by: "remote", ...left });
  });

  it.for(["Enter", "SIGINT", "--duration"] as const)(
    "the server by %s: both exit with 0, and the client says so",
    async (way, test) => {
      const { server, client, met } = await startPair(test, {
        server: way === "--duration" ? [...light, way, "12s"] : light,
      });
      await framesFlow(server, met.server);
      if (way === "Enter") server.type("\n");
      else if (way !== "--duration") server.signal(way);
      expect(await server.exit()).toBe(0);
      expect(await client.exit()).toBe(0);
      expect(await server.event("closed")).toMatchObject({ by: "local", code: "left" });
      expect(await client.event("closed")).toMatchObject({ by: "remote", ...left });
      expect(client.stderr).toContain("The server: The other side hung up.\n");
    },
  );

  it("the server by SIGTERM: the client says so, waits, and connects again; with --no-wait it ends", async (test) => {
    const { server, client, port, met } = await startPair(test);
    const other = startClient(test, port, [...light, "--no-wait"]);
    await other.event("connected");
    server.signal("SIGTERM");
    expect(await server.exit()).toBe(0);
    expect(await other.exit()).toBe(0);
    for (const one of [client, other]) expect(await one.event("closed")).toMatchObject({ by: "remote", ...shutDown });
    expect(client.stderr).toContain("The server: The other side is shutting down.\n");
    expect(client.stderr).toContain("Waiting for The server to come back; Enter hangs up.\n");

    const next = startServer(test, light, port);
    expect((await next.event("connected")).id).toBe(met.server.id);
    await client.event("connected", { after: met.client });
    next.type("\n");
    expect(await client.exit()).toBe(0);
  });

  it("a server with several clients, at the second Enter only", async (test) => {
    const { server, client, port } = await startPair(test);
    const other = startClient(test, port);
    await other.event("connected");
    await until(() => connectionsOf(server) === 2 || undefined, { within: 8000, describe: () => server.stderr });
    server.type("\n");
    const said = "2 others are connected. Press Enter again within 10 s to end the call for all of them.";
    await until(() => server.stderr.includes(said) || undefined, { within: 8000, describe: () => server.stderr });
    expect(server.events.some(({ event }) => event === "closed")).toBe(false);
    server.type("\n");
    expect(await Promise.all([server.exit(), client.exit(), other.exit()])).toEqual([0, 0, 0]);
    for (const one of [client, other]) expect(await one.event("closed")).toMatchObject({ by: "remote", ...left });
  });

  it("does not follow from the end of standard input, nor from letters without Enter", async (test) => {
    const { server, client, met } = await startPair(test);
    server.endInput();
    client.type("q");
    await framesFlow(client, await framesFlow(client, await client.event("stats", { after: met.client })));
    expect([...server.events, ...client.events].some(({ event }) => event === "closed")).toBe(false);
  });
});

function connectionsOf(app: App): number {
  return app.events.filter(({ event }) => event === "connected").length;
}

describe("a repeated signal", () => {
  it("ends a server at once that waits for a client's bye; a second one after a few milliseconds does not", async (test) => {
    const { server, client } = await startPair(test);
    client.signal("SIGSTOP");
    const ended = server.exit().then((code) => ({ code, at: performance.now() }));
    server.signal("SIGINT");
    await pause(20);
    server.signal("SIGINT");
    await pause(400);
    const secondAt = performance.now();
    server.signal("SIGINT");
    const { code, at } = await ended;
    expect(code).toBe(130);
    expect(at).toBeGreaterThan(secondAt);
    // Without the signal it waits 1 s for the bye, and 0.5 s for the socket.
    expect(at - secondAt).toBeLessThan(500);
  });

  it("is not needed: a server whose client never replies ends soon", async (test) => {
    const { server, client } = await startPair(test);
    client.signal("SIGSTOP");
    const at = performance.now();
    server.signal("SIGINT");
    expect(await server.exit()).toBe(0);
    expect(performance.now() - at).toBeLessThan(3000);
  });
});

it("Enter ends a client that still tries to reach its server", async (test) => {
  const client = startPlain(test, "client", ["127.0.0.1:1", ...light]);
  await until(() => (client.stdout.includes("Trying until there is one.") ? true : undefined), {
    within: 8000,
    describe: () => `The client does not say that it tries: ${client.stdout}`,
  });
  client.type("\n");
  expect(await client.exit()).toBe(0);
});
