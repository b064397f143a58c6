import { now } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { type App, small } from "./support/app.ts";
import { type Camera, startCamera } from "./support/camera.ts";
import { lookAt } from "./support/look.ts";
import { startPair } from "./support/pair.ts";
import { pause, until } from "./support/wait.ts";

const web = ["--size", "320x240", "--fps", "15", "--view", "web", "--view-port", "0"] as const;

/** Waits until nobody reads the camera, and gives the time that it took, in milliseconds. */
async function unread(camera: Camera): Promise<number> {
  const start = performance.now();
  await until(() => (camera.readers === 0 ? true : undefined), {
    within: 3000,
    describe: () => `The camera is still read, by ${camera.readers}.`,
  });
  return performance.now() - start;
}

/** What has come in and gone out so far, in two reports that are two seconds apart. */
async function flows(app: App): Promise<readonly (readonly [number, number])[]> {
  const first = await app.event("stats", { after: app.events.at(-1) });
  await pause(1500);
  const second = await app.event("stats", { after: app.events.at(-1) });
  return [first, second].map(({ sent, received }) => [sent.bytes, received.bytes]);
}

describe.concurrent("nobody looks", () => {
  it("with --view none: after a moment the camera is off, and no picture goes either way", async (test) => {
    const camera = await startCamera(test);
    const { server, client } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: small,
    });
    await server.event("stats", { where: ({ remoteDemand }) => !remoteDemand });
    await unread(camera);
    const { opened } = camera;
    const [before, after] = await flows(server);
    expect(after).toEqual(before);
    const [theirBefore, theirAfter] = await flows(client);
    expect(theirAfter).toEqual(theirBefore);
    expect(camera.opened).toBe(opened);
    expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({
      remoteDemand: false,
      localDemand: false,
      sent: { fps: 0 },
      received: { fps: 0 },
    });
  });

  it("until a page is opened: the first picture is there at once, and fresh; closed, the camera is off", async (test) => {
    const camera = await startCamera(test);
    const { server, client, met } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: web,
    });
    const { url } = await client.event("viewer");
    await server.event("stats", { where: ({ remoteDemand }) => !remoteDemand });
    await unread(camera);

    const measured: { readonly first: number; readonly off: number }[] = [];
    for (let looks = 0; looks < 3; looks++) {
      // What is left over from the last look is old by now.
      await pause(700);
      const askedAt = now();
      const { opened } = camera;
      const look = await lookAt(url, met.client.id);
      expect(camera.opened).toBe(opened + 1);
      expect(look.firstAfterMs).toBeLessThan(500);
      // Both processes have the clock of this machine.
      expect(look.firstTimestamp).toBeGreaterThan(askedAt - 100_000);

      await client.event("stats", {
        after: client.events.at(-1),
        where: ({ localDemand, received }) => localDemand && received.fps > 5 && received.stages.shown !== undefined,
      });
      expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({ remoteDemand: true });
      look.end();
      measured.push({ first: look.firstAfterMs, off: await unread(camera) });
    }
    const [before, after] = await flows(server);
    expect(after).toEqual(before);
    expect(await client.event("stats", { after: client.events.at(-1) })).toMatchObject({ localDemand: false });
    const list = (key: "first" | "off"): string => measured.map((look) => look[key].toFixed(0)).join(", ");
    console.log(`From the request to the first picture ${list("first")} ms; the camera off after ${list("off")} ms.`);
  });

  it("with --keep-watching the pictures go on", async (test) => {
    const camera = await startCamera(test);
    const { server, client } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: [...small, "--keep-watching"],
    });
    const [before, after] = await flows(client);
    expect(after?.[1]).toBeGreaterThan(before?.[1] ?? 0);
    // It is one way only: nobody at the server has asked for the client's.
    expect(after?.[0]).toBe(before?.[0]);
    expect(camera.readers).toBe(1);
    expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({
      remoteDemand: true,
      localDemand: false,
    });
  });
});
