import { now } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { type App, small } from "./support/apps/app.ts";
import { startPair } from "./support/apps/pair.ts";
import { pause, until } from "./support/apps/wait.ts";
import { type Camera, startCamera } from "./support/environment/camera.ts";
import { openStream } from "./support/pages/open-stream.ts";

const web = ["--size", "320x240", "--fps", "15", "--view", "web", "--view-port", "0"] as const;

/** Waits until the camera has no reader, and returns the time that it took, in milliseconds. */
async function untilUnread(camera: Camera): Promise<number> {
  const start = performance.now();
  await until(() => (camera.readers === 0 ? true : undefined), {
    within: 3000,
    describe: () => `The camera still has ${camera.readers} readers.`,
  });
  return performance.now() - start;
}

/** The bytes sent and received, in two reports that are two seconds apart. */
async function transferredBytes(app: App): Promise<readonly (readonly [number, number])[]> {
  const first = await app.event("stats", { after: app.events.at(-1) });
  const between = await app.event("stats", { after: first });
  const second = await app.event("stats", { after: between });
  return [first, second].map(({ sent, received }) => [sent.bytes, received.bytes]);
}

describe.concurrent("without demand", () => {
  it("with --view none the camera is closed, and no frame is sent in either direction", async (test) => {
    const camera = await startCamera(test);
    const { server, client } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: small,
    });
    await server.event("stats", { where: ({ remoteDemand }) => !remoteDemand });
    await untilUnread(camera);
    const { opened } = camera;
    const [before, after] = await transferredBytes(server);
    expect(after).toEqual(before);
    const [theirBefore, theirAfter] = await transferredBytes(client);
    expect(theirAfter).toEqual(theirBefore);
    expect(camera.opened).toBe(opened);
    expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({
      remoteDemand: false,
      localDemand: false,
      sent: { fps: 0 },
      received: { fps: 0 },
    });
  });

  it("a page that opens shows a fresh frame at once; when it closes, the camera is closed", async (test) => {
    const camera = await startCamera(test);
    const { server, client, met } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: web,
    });
    const { url } = await client.event("viewer");
    await server.event("stats", { where: ({ remoteDemand }) => !remoteDemand });
    await untilUnread(camera);

    const measured: { readonly first: number; readonly off: number }[] = [];
    for (let round = 0; round < 3; round++) {
      // A frame left over from the last round would be old by now.
      await pause(700);
      const askedAt = now();
      const { opened } = camera;
      const stream = await openStream(url, met.client.id);
      expect(camera.opened).toBe(opened + 1);
      expect(stream.firstAfterMs).toBeLessThan(500);
      // Both processes have the clock of this machine.
      expect(stream.firstTimestamp).toBeGreaterThan(askedAt - 100_000);

      await client.event("stats", {
        after: client.events.at(-1),
        where: ({ localDemand, received }) => localDemand && received.fps > 5 && received.stages.shown !== undefined,
      });
      expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({ remoteDemand: true });
      stream.close();
      measured.push({ first: stream.firstAfterMs, off: await untilUnread(camera) });
    }
    const [before, after] = await transferredBytes(server);
    expect(after).toEqual(before);
    expect(await client.event("stats", { after: client.events.at(-1) })).toMatchObject({ localDemand: false });
    const list = (key: "first" | "off"): string => measured.map((round) => round[key].toFixed(0)).join(", ");
    console.log(`From the request to the first frame ${list("first")} ms; the camera closed after ${list("off")} ms.`);
  });

  it("with --keep-watching frames are sent", async (test) => {
    const camera = await startCamera(test);
    const { server, client } = await startPair(test, {
      server: ["--view", "none", "--source", camera.url],
      client: [...small, "--keep-watching"],
    });
    const [before, after] = await transferredBytes(client);
    expect(after?.[1]).toBeGreaterThan(before?.[1] ?? 0);
    // In one direction only: the server does not want the client's frames.
    expect(after?.[0]).toBe(before?.[0]);
    expect(camera.readers).toBe(1);
    expect(await server.event("stats", { after: server.events.at(-1) })).toMatchObject({
      remoteDemand: true,
      localDemand: false,
    });
  });
});
