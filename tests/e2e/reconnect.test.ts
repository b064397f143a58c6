import { describe, expect, it } from "vitest";
import { type App, light, startApp } from "./support/apps/app.ts";
import type { AnyEvent, EventOf } from "./support/apps/events.ts";
import { framesFlow } from "./support/apps/pair.ts";
import { pause } from "./support/apps/wait.ts";
import { type Cable, canCreateNamespaces, createCable } from "./support/environment/network.ts";
import { needs } from "./support/environment/programs.ts";

/** The longest time until frames arrive again after the path is restored, in milliseconds. */
const limitMs = 3000;
/**
 * How long the link is down. By then all retries have reached their longest interval. FRAMEWIRE_LINK_DOWN=60 makes it a
 * minute.
 */
const { FRAMEWIRE_LINK_DOWN: downSeconds = "12" } = process.env;
const downMs = 1000 * Number(downSeconds);

const ip = needs("ip");
const because = ip.skip ? ip.because : canCreateNamespaces() ? "" : " (skipped: only root may make network namespaces)";

/** Starts a server at end a, and a client at end b that connects to it by name. */
async function connectOver(cable: Cable, test: Parameters<typeof startApp>[0]) {
  const serve = (): App => startApp(test, "server", ["--port", "4700", ...light], { within: cable.ends.a });
  const server = serve();
  await server.event("listening");
  const client = startApp(test, "client", [cable.name, ...light], { within: cable.ends.b });
  const met = { server: await server.event("connected"), client: await client.event("connected") };
  await Promise.all([framesFlow(server, met.server), framesFlow(client, met.client)]);
  return { serve, server, client, met };
}

/** Waits for the first connection after `after`, and for frames on it. */
async function framesOn(app: App, after: AnyEvent): Promise<{ connected: EventOf<"connected">; at: number }> {
  const connected = await app.event("connected", { after, within: limitMs + 5000 });
  await framesFlow(app, connected);
  return { connected, at: connected.at };
}

describe.skipIf(because !== "").concurrent(`frames arrive again within 3 s${because}`, () => {
  it(`after the link was down for ${downMs / 1000} s, from the same instance, and its counts continue`, async (test) => {
    const cable = createCable(test);
    const { server, client, met } = await connectOver(cable, test);
    cable.plug("down");
    const lost = { server: await server.event("closed"), client: await client.event("closed") };
    await pause(downMs);
    const restoredAt = performance.now();
    cable.plug("up");
    for (const side of ["server", "client"] as const) {
      const app = side === "server" ? server : client;
      const { connected, at } = await framesOn(app, lost[side]);
      expect(at - restoredAt).toBeLessThan(limitMs);
      expect(connected.id).toBe(met[side].id);
      expect(connected.remote.name).toBe(met[side].remote.name);
      expect(connected.received.frames).toBe(lost[side].received.frames);
      expect(connected.sent.frames).toBe(lost[side].sent.frames);
      expect(connected.received.frames).toBeGreaterThan(0);
    }
  }, 120_000);

  it("after the address of the client has changed", async (test) => {
    const cable = createCable(test);
    const { server, client, met } = await connectOver(cable, test);
    const changedAt = performance.now();
    cable.readdress("b", 7);
    const back = await framesOn(server, met.server);
    expect(back.at - changedAt).toBeLessThan(limitMs);
    expect(back.connected.id).toBe(met.server.id);
    expect(back.connected.remote.address).toMatch(/^10\.87\.65\.7:/);
    // The server had not noticed the loss: the client proved its instance and replaced the connection.
    expect(await server.event("closed")).toMatchObject({ by: "local", code: "replaced" });
    expect(client.stderr).toContain("This machine no longer has the address 10.87.65.2.");
  });

  it("after the two addresses were swapped", async (test) => {
    const cable = createCable(test);
    const { server, client, met } = await connectOver(cable, test);
    const changedAt = performance.now();
    cable.swap();
    const back = await framesOn(server, met.server);
    expect(back.at - changedAt).toBeLessThan(limitMs);
    expect(back.connected.id).toBe(met.server.id);
    expect(back.connected.remote.address).toMatch(/^10\.87\.65\.1:/);
    await framesOn(client, met.client);
  });

  it("after a restart of the server", async (test) => {
    const cable = createCable(test);
    const { serve, server, client, met } = await connectOver(cable, test);
    server.signal("SIGKILL");
    const lost = await client.event("closed");
    await pause(3000);
    const second = serve();
    const listening = await second.event("listening");
    const { connected, at } = await framesOn(second, listening);
    expect(at - listening.at).toBeLessThan(limitMs);
    expect(connected.id).toBe(met.server.id);
    await framesOn(client, lost);
  });
});
