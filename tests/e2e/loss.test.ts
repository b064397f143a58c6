import { describe, expect, it } from "vitest";
import { type App, light, startApp } from "./support/apps/app.ts";
import type { AnyEvent, EventOf } from "./support/apps/events.ts";
import { framesFlow, startClient, startPair, startServer } from "./support/apps/pair.ts";
import { pause, until } from "./support/apps/wait.ts";
import { canCreateNamespaces, createCable } from "./support/environment/network.ts";
import { needs } from "./support/environment/programs.ts";

/** The longest time until a loss is noticed, and until the pair is connected again, in milliseconds. */
const limitMs = 3000;
/** How long a process is stopped: longer than every timeout. */
const sleepMs = 10_000;

/** Waits until the app reports a lost connection, after the event `after`. */
async function lost(app: App, after: AnyEvent): Promise<EventOf<"closed">> {
  const closed = await app.event("closed", { after, within: limitMs + 5000 });
  expect(closed).toMatchObject({
    by: "lost",
    code: "lost",
    message: expect.stringMatching(/^The connection is lost\. /),
  });
  return closed;
}

/** Waits until the app is connected again with the same peer, and frames flow in both directions. */
async function reconnected(app: App, after: EventOf<"closed">): Promise<EventOf<"connected">> {
  const connected = await app.event("connected", { after, within: limitMs + 5000 });
  expect(connected.id).toBe(after.id);
  await framesFlow(app, connected);
  return connected;
}

const ip = needs("ip");
const because = ip.skip ? ip.because : canCreateNamespaces() ? "" : " (skipped: only root may make network namespaces)";

describe.concurrent("a side that vanishes", () => {
  it("kill -9 of the client: the server reports the loss, and accepts the next", async (test) => {
    const { server, client, port, met } = await startPair(test);
    await framesFlow(server, met.server);
    const killedAt = performance.now();
    client.signal("SIGKILL");
    const closed = await lost(server, met.server);
    expect(closed.at - killedAt).toBeLessThan(limitMs);

    const next = startClient(test, port);
    const connectsAt = await until(() => (next.stderr.includes("Connecting to") ? performance.now() : undefined), {
      within: 8000,
      describe: () => "The client does not connect.",
    });
    const again = await server.event("connected", { after: closed });
    expect(again.at - connectsAt).toBeLessThan(limitMs);
    await framesFlow(server, again);
  });

  it("kill -9 of the server: the client reports the loss, and reconnects as the same instance once there is one", async (test) => {
    const { server, client, port, met } = await startPair(test);
    await framesFlow(client, met.client);
    const killedAt = performance.now();
    server.signal("SIGKILL");
    const closed = await lost(client, met.client);
    expect(closed.at - killedAt).toBeLessThan(limitMs);

    await pause(2000);
    const second = startServer(test, undefined, port);
    const listening = await second.event("listening");
    const seen = await second.event("connected");
    expect(seen.at - listening.at).toBeLessThan(limitMs);
    expect(seen.id).toBe(met.server.id);
    await framesFlow(client, await client.event("connected", { after: closed }));
  });

  it.for(["server", "client"] as const)(
    "SIGSTOP of the %s for 10 s: the other reports the loss, and both reconnect when it continues",
    async (stopped, test) => {
      const pair = await startPair(test);
      const other = stopped === "server" ? "client" : "server";
      await framesFlow(pair[other], pair.met[other]);
      const stoppedAt = performance.now();
      pair[stopped].signal("SIGSTOP");
      const closed = await lost(pair[other], pair.met[other]);
      expect(closed.at - stoppedAt).toBeLessThan(limitMs);

      await pause(stoppedAt + sleepMs - performance.now());
      const resumedAt = performance.now();
      pair[stopped].signal("SIGCONT");
      const again = await reconnected(pair[other], closed);
      expect(again.at - resumedAt).toBeLessThan(limitMs);
      const ownLoss = await pair[stopped].event("closed", { after: pair.met[stopped] });
      await reconnected(pair[stopped], ownLoss);
    },
  );

  it.skipIf(because !== "")(
    `a cut link: both report the loss, and reconnect when it is restored${because}`,
    async (test) => {
      const { ends, address, plug } = createCable(test);
      const server = startApp(test, "server", ["--port", "4700", ...light], { within: ends.a });
      await server.event("listening");
      const client = startApp(test, "client", [address, ...light], { within: ends.b });
      const apps = [server, client];
      const met = await Promise.all(apps.map((app) => app.event("connected")));
      await Promise.all(apps.map((app, i) => framesFlow(app, met[i] as (typeof met)[number])));

      const cutAt = performance.now();
      plug("down");
      const closed = await Promise.all(apps.map((app) => app.event("closed")));
      for (const event of closed) {
        expect(event).toMatchObject({ by: "lost", code: "lost" });
        expect(event.at - cutAt).toBeLessThan(limitMs);
      }

      await pause(3000);
      const restoredAt = performance.now();
      plug("up");
      const again = await Promise.all(apps.map((app, i) => app.event("connected", { after: closed[i] })));
      for (const [i, event] of again.entries()) {
        expect(event.at - restoredAt).toBeLessThan(limitMs);
        expect(event.id).toBe(met[i]?.id);
        await framesFlow(apps[i] as (typeof apps)[number], event);
      }
      expect(client.stderr).toContain("The connection is lost.");
    },
    40_000,
  );
});
