import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { derivePairingSecret } from "@framewire/security";
import { describe, expect, it, type TestContext } from "vitest";
import { light } from "./support/apps/app.ts";
import { startClient, startServer } from "./support/apps/pair.ts";
import { start, testKey } from "./support/apps/process.ts";
import { until } from "./support/apps/wait.ts";
import { startCamera } from "./support/environment/camera.ts";
import { needs } from "./support/environment/programs.ts";

const { skip, because } = needs("tshark");
/** This user may not be permitted to capture the network. */
const forbidden =
  skip || spawnSync("tshark", ["-i", "lo", "-c", "1", "-a", "duration:1", "-w", "/dev/null"]).status !== 0;
const why = because || (forbidden ? " (skipped: this user may not capture on the loopback)" : "");

/** Captures all bytes on the loopback between a server and its client, while the server sends frames. */
async function sniff(test: TestContext, options: readonly string[]): Promise<{ bytes: Buffer; jpeg: Uint8Array }> {
  const folder = await mkdtemp(join(tmpdir(), "framewire-sniffed-"));
  test.onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "capture.pcapng");
  const camera = await startCamera(test);
  const server = startServer(test, [...light, "--source", camera.url, ...options]);
  const { port } = await server.event("listening");

  const shark = start(test, "tshark", ["-i", "lo", "-f", `tcp port ${port}`, "-w", file, "-F", "pcapng", "-q"]);
  await until(() => (/Capturing on/.test(shark.stderr) ? true : undefined), {
    within: 10_000,
    describe: () => shark.stderr,
  });
  const client = startClient(test, port, [...light, ...options]);
  await client.event("stats", { where: ({ received }) => received.frames >= 20, within: 15_000 });
  client.type("\n");
  await client.exit();
  shark.signal("SIGINT");
  await shark.exit();
  return { bytes: readFileSync(file), jpeg: camera.jpeg };
}

describe.skipIf(forbidden)(`an eavesdropper on the network${why}`, () => {
  /** 32 bytes from the middle of a JPEG, since other JPEGs have the same header. */
  const middle = (jpeg: Uint8Array): Buffer => Buffer.from(jpeg.subarray(jpeg.length >> 1, (jpeg.length >> 1) + 32));

  it("sees no frame, no name and no key by default", async (test) => {
    const { bytes, jpeg } = await sniff(test, []);
    expect(bytes.length).toBeGreaterThan(20 * jpeg.length);
    expect(bytes.includes(middle(jpeg))).toBe(false);
    // The start of a JPEG, and the text in a hello and a frame.
    for (const text of ["JFIF", "The client", "The server", "jpeg"]) expect(bytes.includes(text)).toBe(false);
    const secret = await derivePairingSecret(testKey);
    for (const form of [testKey, testKey.replaceAll("-", ""), secret, secret.toString("hex")]) {
      expect(bytes.includes(form)).toBe(false);
    }
  });

  it("sees all of it with --insecure", async (test) => {
    const { bytes, jpeg } = await sniff(test, ["--insecure"]);
    expect(bytes.includes(middle(jpeg))).toBe(true);
    for (const text of ["The client", "The server", "jpeg"]) expect(bytes.includes(text)).toBe(true);
  });
});
