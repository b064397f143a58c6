import { describe, expect, it } from "vitest";
import { type App, light, startApp } from "./support/app.ts";
import type { AnyEvent, EventOf } from "./support/events.ts";
import { type Cable, layCable, mayMakeNamespaces } from "./support/network.ts";
import { framesFlow } from "./support/pair.ts";
import { needs } from "./support/programs.ts";
import { pause } from "./support/wait.ts";

/** How soon a picture is back once there is a way for it, in milliseconds. */
const soon = 3000;
/** How long the link is down. All that waits for it has reached its longest wait by then; FRAMEWIRE_LINK_DOWN=60 for a minute. */
const { FRAMEWIRE_LINK_DOWN: downSeconds = "12" } = process.env;
const downMs = 1000 * Number(downSeconds);

const ip = needs("ip");
const because = ip.skip ? ip.because : mayMakeNamespaces() ? "" : " (skipped: only root may make network namespaces)";

/** A server at end a, and a client at end b that calls it by name. */
async function meet(cable: Cable, test: Parameters<typeof startApp>[0]) {
  const serve = (): App => startApp(test, "server", ["--port", "4700", ...light], { within: cable.ends.a });
  const server = serve();
  await server.event("listening");
  const client = startApp(test, "client", [cable.name, ...light], { within: cable.ends.b });
  const met = { server: await server.event("connected"), client: await client.event("connected") };
  await Promise.all([framesFlow(server, met.server), framesFlow(client, met.client)]);
  return { serve, server, client, met };
}

/** The first report after `after`, of a later connection, that says that pictures have come on it. */
async function pictureOn(app: App, after: AnyEvent): Promise<{ connected: EventOf<"connected">; at: number }> {
  const connected = await app.event("connected", { after, within: soon + 5000 });
  await framesFlow(app, connected);
  return { connected, at: connected.at };
}

describe.skipIf(because !== "").concurrent(`a picture is back within 3 s${because}`, () => {
  it(`of a link that was down for ${downMs / 1000} s: the same instance, and its counts go on`, async (test) => {
    const cable = layCable(test);
    const { server, client, met } = await meet(cable, test);
    cable.plug("down");
    const lost = { server: await server.event("closed"), client: await client.event("closed") };
    await pause(downMs);
    const mendedAt = performance.now();
    cable.plug("up");
    for (const side of ["server", "client"] as const) {
      const app = side === "server" ? server : client;
      const { connected, at } = await pictureOn(app, lost[side]);
      expect(at - mendedAt).toBeLessThan(soon);
      expect(connected.id).toBe(met[side].id);
      expect(connected.remote.name).toBe(met[side].remote.name);
      expect(connected.received.frames).toBe(lost[side].received.frames);
      expect(connected.sent.frames).toBe(lost[side].sent.frames);
      expect(connected.received.frames).toBeGreaterThan(0);
    }
  }, 120_000);

  it("of another address of the client's", async (test) => {
    const cable = layCable(test);
    const { server, client, met } = await meet(cable, test);
    const changedAt = performance.now();
    cable.readdress("b", 7);
    const back = await pictureOn(server, met.server);
    expect(back.at - changedAt).toBeLessThan(soon);
    expect(back.connected.id).toBe(met.server.id);
    expect(back.connected.remote.address).toMatch(/^10\.87\.65\.7:/);
    // The server had not noticed the loss: the proof of the instance took the place.
    expect(await server.event("closed")).toMatchObject({ by: "local", code: "replaced" });
    expect(client.stderr).toContain("This machine no longer has the address 10.87.65.2.");
  });

  it("of the two addresses being swapped", async (test) => {
    const cable = layCable(test);
    const { server, client, met } = await meet(cable, test);
    const changedAt = performance.now();
    cable.swap();
    const back = await pictureOn(server, met.server);
    expect(back.at - changedAt).toBeLessThan(soon);
    expect(back.connected.id).toBe(met.server.id);
    expect(back.connected.remote.address).toMatch(/^10\.87\.65\.1:/);
    await pictureOn(client, met.client);
  });

  it("of a server that was started anew", async (test) => {
    const cable = layCable(test);
    const { serve, server, client, met } = await meet(cable, test);
    server.signal("SIGKILL");
    const lost = await client.event("closed");
    await pause(3000);
    const second = serve();
    const listening = await second.event("listening");
    const { connected, at } = await pictureOn(second, listening);
    expect(at - listening.at).toBeLessThan(soon);
    expect(connected.id).toBe(met.server.id);
    await pictureOn(client, lost);
  });
});
