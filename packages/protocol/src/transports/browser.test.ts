import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EncodedFrame } from "@framewire/media";
import { chromiumMissing, launchChromium } from "test-support/chromium";
import { build } from "vite";
import { expect, it } from "vitest";
import { WebSocketServer } from "ws";
import type { Result } from "../../testing/browser/page.ts";
import { camera } from "../../testing/frames.ts";
import { openConnection } from "../connection/open.ts";
import { webSocketTransport } from "./websocket.ts";

/** The page's script, in one file, from the packages as others import them. */
async function bundle(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "framewire-browser-"));
  const page = (path: string): string => fileURLToPath(new URL(`../../testing/browser/${path}`, import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    root: page("."),
    build: { outDir, lib: { entry: page("page.ts"), formats: ["es"], fileName: "page" }, emptyOutDir: false },
  });
  const script = await readFile(join(outDir, "page.js"), "utf8");
  await rm(outDir, { recursive: true });
  return script;
}

it.skipIf(chromiumMissing)(
  "a browser sends and receives frames (needs chromium: apt-get install chromium)",
  async () => {
    const count = 15;
    const script = await bundle();
    expect(script).not.toMatch(/["']node:/);
    const http = createServer((request, response) => {
      const isScript = request.url === "/page.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : `<!doctype html><script type="module" src="/page.js"></script>`);
    }).listen(0, "127.0.0.1");
    await once(http, "listening");
    const { port } = http.address() as { port: number };

    const sockets = new WebSocketServer({ server: http });
    const served = once(sockets, "connection").then(async ([socket]) => {
      const connection = await openConnection(webSocketTransport(socket), { codecs: ["jpeg"], name: "node" });
      void connection.send(camera(50, connection.signal, { bytes: 68_000 }));
      const frames: EncodedFrame[] = [];
      for await (const frame of connection.frames) frames.push(frame);
      return { connection, frames };
    });

    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      const failures: string[] = [];
      page.on("pageerror", ({ message }) => failures.push(message));
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.waitForFunction("globalThis.exchangeFrames");
      const result = (await page.evaluate(`exchangeFrames("ws://127.0.0.1:${port}/", ${count})`)) as Result;
      const { connection, frames } = await served;

      expect(failures).toEqual([]);
      expect(result.remote).toBe("node");
      expect(connection.remote.name).toBe("browser");
      expect(result.consumed).toHaveLength(count);
      for (const { sequence, bytes, first } of result.consumed) {
        expect({ bytes, first }).toEqual({ bytes: 68_000, first: sequence & 0xff });
      }
      expect(frames.at(-1)?.sequence).toBe(count);
      for (const { sequence, data } of frames) {
        expect(data.byteLength).toBe(10_000);
        expect(data[0]).toBe(sequence);
      }
      const { received } = connection.stats();
      expect(received.frames).toBe(result.sent);
      expect(frames.length + received.dropped).toBe(received.frames);
      expect(result.rttMs).toBeGreaterThanOrEqual(0);
      expect(result.ageMs).toBeLessThan(2_000);
      expect(result.closed).toMatchObject({ by: "local", code: "left" });
      expect(await connection.closed).toEqual({ by: "remote", code: "left", message: "The page is done." });
    } finally {
      await browser.close();
      sockets.close();
      http.close();
    }
  },
  60_000,
);
