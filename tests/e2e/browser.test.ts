import { mkdtempSync, rmSync } from "node:fs";
import { get } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jpeg } from "@framewire/codec";
import { type EncodedFrame, now } from "@framewire/media";
import { refuseConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { expect, it, vi } from "vitest";
import { isEvent } from "./support/apps/events.ts";
import { startClient, startPair, startServer } from "./support/apps/pair.ts";
import { pause, until } from "./support/apps/wait.ts";
import { hangUpOn, openCamera, openPage } from "./support/pages/open-page.ts";
import { snapshot } from "./support/pages/snapshot.ts";

const web = ["--size", "320x240", "--fps", "15", "--view", "web", "--view-port", "0"];

/** A JPEG frame of 64 by 48 pixels, such as a browser encodes from its camera. */
async function cameraFrame(): Promise<EncodedFrame> {
  const encoder = jpeg.createEncoder();
  try {
    const size = { width: 64, height: 48 };
    const data = new Uint8Array(size.width * size.height * 3).fill(99);
    return await encoder.encode({ format: "RGB", ...size, sequence: 0, timestamp: now(), data });
  } finally {
    await encoder.close();
  }
}

it("a page's button hangs up as Enter does, and the page says so", async (test) => {
  const { server, client } = await startPair(test, { server: [...web, "--once"], client: web });
  const { url } = await client.event("viewer");
  const page = await openPage(test, url);
  const others = await openPage(test, (await server.event("viewer")).url);
  await until(() => page.newest, { within: 30_000, describe: () => "The page receives no state." });
  expect(page.newest).toMatchObject({ ended: null, canHangUp: true });
  expect(await hangUpOn(url)).toBe(204);
  expect(await client.exit()).toBe(0);
  expect(await server.exit()).toBe(0);
  expect(await client.event("closed")).toMatchObject({ by: "local", code: "left" });
  await Promise.all([page.closed, others.closed]);
  expect(page.newest?.ended).toBe("This side hung up.");
  expect(others.newest?.ended).toBe("The other side hung up.");
});

it("a page shows why the server refused before the client ends", async (test) => {
  // Nothing listens on this port until the page is open.
  const listener = createServer((socket) => {
    void refuseConnection(tcpTransport(socket), { code: "busy", message: "Come back on Monday." });
  });
  const listen = (port: number): Promise<number> =>
    new Promise((resolve) =>
      listener.listen(port, "127.0.0.1", () => resolve((listener.address() as AddressInfo).port)),
    );
  test.onTestFinished(() => void listener.close());
  const port = await listen(0);
  await new Promise((resolve) => listener.close(resolve));

  const client = startClient(test, port, [...web, "--insecure"]);
  const page = await openPage(test, (await client.event("viewer")).url);
  await until(() => page.newest, { within: 30_000, describe: () => "The page receives no state." });
  await listen(port);
  await page.closed;
  expect(page.newest?.ended).toBe("Come back on Monday.");
  expect(await client.exit()).toBe(1);
  expect((await client.event("error")).message).toBe("Come back on Monday.");
});

it("a camera that a page shares replaces this side's source, with unchanged frames, until it ends", async (test) => {
  const { server, client, met } = await startPair(test, { server: web, client: web });
  const { url } = await server.event("viewer");
  const clientPage = (await client.event("viewer")).url;
  const shown = async (): Promise<Buffer> => snapshot(clientPage, met.client.id);
  const frame = await cameraFrame();
  expect((await shown()).equals(frame.data)).toBe(false);

  const camera = await openCamera(test, url, "A phone");
  const stop = new AbortController();
  void camera.send(async function* ({ signal } = {}) {
    for (let sequence = 0; !signal?.aborted && !stop.signal.aborted; sequence++) {
      yield { ...frame, sequence, timestamp: now() };
      await pause(30);
    }
  });
  await until(async () => ((await shown()).equals(frame.data) ? true : undefined), {
    within: 30_000,
    describe: () => "The client's page does not show the camera of the server's page.",
  });
  // Both processes have one clock, so the age of the frame on the client's page is known.
  const answer = await fetch(`${clientPage}streams/${met.client.id}.jpg`);
  expect(Math.abs(now() / 1e6 - Number(answer.headers.get("X-Framewire-Captured")))).toBeLessThan(1);

  stop.abort();
  await camera.close();
  await until(async () => ((await shown()).equals(frame.data) ? undefined : true), {
    within: 30_000,
    describe: () => "The client's page still shows the camera after it was closed.",
  });
  // The app reports each change of its source.
  const sources = server.events.filter((event) => isEvent(event, "source"));
  expect(sources).toMatchObject([
    { device: "the test pattern", format: "RGB", passthrough: false },
    { device: "the camera of A phone", width: 64, height: 48, format: "JPEG", passthrough: true },
    { device: "the test pattern", format: "RGB", passthrough: false },
  ]);
  expect(server.events.filter(({ event }) => event === "closed")).toEqual([]);
});

it("beyond this machine the page is https, and opens by its link only", async (test) => {
  const folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
  vi.stubEnv("XDG_STATE_HOME", folder);
  test.onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const server = startServer(test, [...web, "--view-host", "0.0.0.0"]);
  const { url: link } = await server.event("viewer");
  expect(link).toMatch(/^https:\/\/[\w.]+:\d+\/\?code=[\w-]{22}$/);
  const { origin, search } = new URL(link);
  const ask = (path: string): Promise<{ readonly status: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      get(`${origin}${path}`, { rejectUnauthorized: false, headers: { accept: "text/html" } }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      }).on("error", reject);
    });
  const refused = await ask("/");
  expect(refused.status).toBe(401);
  expect(refused.text).toContain("opens only by its whole link");
  expect((await ask(`/${search}`)).status).toBe(303);
  expect((await ask(`/streams${search}`)).status).toBe(200);
  expect((await ask(`/streams/local.jpg${search}`)).status).toBe(200);

  // The code is printed in the link only.
  await server.event("listening");
  const code = search.slice("?code=".length);
  const output = `${server.stdout}${server.stderr}`;
  expect(output.split(code)).toHaveLength(3);
  expect(output.split(link)).toHaveLength(3);
  expect(server.stderr).toMatch(/SHA-256 fingerprint is\n([0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
});
