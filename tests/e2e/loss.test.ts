import { describe, expect, it } from "vitest";
import { type App, light, startApp } from "./support/app.ts";
import type { AnyEvent, EventOf } from "./support/events.ts";
import { layCable, mayMakeNamespaces } from "./support/network.ts";
import { framesFlow, startClient, startPair, startServer } from "./support/pair.ts";
import { needs } from "./support/programs.ts";
import { pause, until } from "./support/wait.ts";

/** How soon a loss is noticed, and how soon the pair is back, in milliseconds. */
const soon = 3000;
/** How long a process sleeps: longer than anything waits for it. */
const sleepMs = 10_000;

/** Waits until the app says that a connection is lost, after `after`. */
async function lost(app: App, after: AnyEvent): Promise<EventOf<"closed">> {
  const closed = await app.event("closed", { after, within: soon + 5000 });
  expect(closed).toMatchObject({
    by: "lost",
    code: "lost",
    message: expect.stringMatching(/^The connection is lost\. /),
  });
  return closed;
}

/** Waits until the app is connected again with the same peer, and frames go both ways. */
async function back(app: App, after: EventOf<"closed">): Promise<EventOf<"connected">> {
  const connected = await app.event("connected", { after, within: soon + 5000 });
  expect(connected.id).toBe(after.id);
  await framesFlow(app, connected);
  return connected;
}

const ip = needs("ip");
const because = ip.skip ? ip.because : mayMakeNamespaces() ? "" : " (skipped: only root may make network namespaces)";

describe.concurrent("a side that vanishes", () => {
  it("kill -9 of the client: the server says lost, and takes the next", async (test) => {
    const { server, client, port, met } = await startPair(test);
    await framesFlow(server, met.server);
    const killedAt = performance.now();
    client.signal("SIGKILL");
    const closed = await lost(server, met.server);
    expect(closed.at - killedAt).toBeLessThan(soon);

    const next = startClient(test, port);
    const callsAt = await until(() => (next.stderr.includes("Connecting to") ? performance.now() : undefined), {
      within: 8000,
      describe: () => "The client does not call.",
    });
    const again = await server.event("connected", { after: closed });
    expect(again.at - callsAt).toBeLessThan(soon);
    await framesFlow(server, again);
  });

  it("kill -9 of the server: the client says lost, and is back as the same as soon as there is one", async (test) => {
    const { server, client, port, met } = await startPair(test);
    await framesFlow(client, met.client);
    const killedAt = performance.now();
    server.signal("SIGKILL");
    const closed = await lost(client, met.client);
    expect(closed.at - killedAt).toBeLessThan(soon);

    await pause(2000);
    const second = startServer(test, undefined, port);
    const listening = await second.event("listening");
    const seen = await second.event("connected");
    expect(seen.at - listening.at).toBeLessThan(soon);
    expect(seen.id).toBe(met.server.id);
    await framesFlow(client, await client.event("connected", { after: closed }));
  });

  it.for(["server", "client"] as const)(
    "SIGSTOP of the %s for 10 s: the other says lost, and both are back when it goes on",
    async (stopped, test) => {
      const pair = await startPair(test);
      const other = stopped === "server" ? "client" : "server";
      await framesFlow(pair[other], pair.met[other]);
      const stoppedAt = performance.now();
      pair[stopped].signal("SIGSTOP");
      const closed = await lost(pair[other], pair.met[other]);
      expect(closed.at - stoppedAt).toBeLessThan(soon);

      await pause(stoppedAt + sleepMs - performance.now());
      const returnedAt = performance.now();
      pair[stopped].signal("SIGCONT");
      const again = await back(pair[other], closed);
      expect(again.at - returnedAt).toBeLessThan(soon);
      const ownLoss = await pair[stopped].event("closed", { after: pair.met[stopped] });
      await back(pair[stopped], ownLoss);
    },
  );

  it.skipIf(because !== "")(
    `a cut link: both say lost, and are back when it is mended${because}`,
    async (test) => {
      const { ends, address, plug } = layCable(test);
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
        expect(event.at - cutAt).toBeLessThan(soon);
      }

      await pause(3000);
      const mendedAt = performance.now();
      plug("up");
      const again = await Promise.all(apps.map((app, i) => app.event("connected", { after: closed[i] })));
      for (const [i, event] of again.entries()) {
        expect(event.at - mendedAt).toBeLessThan(soon);
        expect(event.id).toBe(met[i]?.id);
        await framesFlow(apps[i] as (typeof apps)[number], event);
      }
      expect(client.stderr).toContain("The connection is lost.");
    },
    40_000,
  );
});
