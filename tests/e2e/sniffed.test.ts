import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { derivePairingSecret } from "@framewire/security";
import { describe, expect, it, type TestContext } from "vitest";
import { light } from "./support/app.ts";
import { startCamera } from "./support/camera.ts";
import { startClient, startServer } from "./support/pair.ts";
import { start, testKey } from "./support/process.ts";
import { needs } from "./support/programs.ts";
import { until } from "./support/wait.ts";

const { skip, because } = needs("tshark");
/** Whoever runs the test may be forbidden to look at the network. */
const forbidden =
  skip || spawnSync("tshark", ["-i", "lo", "-c", "1", "-a", "duration:1", "-w", "/dev/null"]).status !== 0;
const why = because || (forbidden ? " (skipped: this user may not capture on the loopback)" : "");

/** All bytes that pass on the loopback between a server and its client, while pictures flow from one to the other. */
async function sniff(test: TestContext, options: readonly string[]): Promise<{ bytes: Buffer; picture: Uint8Array }> {
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
  return { bytes: readFileSync(file), picture: camera.picture };
}

describe.skipIf(forbidden)(`somebody who listens on the network${why}`, () => {
  /** From the middle of a picture: no header, which others have too. */
  const piece = (picture: Uint8Array): Buffer =>
    Buffer.from(picture.subarray(picture.length >> 1, (picture.length >> 1) + 32));

  it("sees no picture, no name and no key by default", async (test) => {
    const { bytes, picture } = await sniff(test, []);
    expect(bytes.length).toBeGreaterThan(20 * picture.length);
    expect(bytes.includes(piece(picture))).toBe(false);
    // How a JPEG begins, and what a hello and a frame say of themselves.
    for (const text of ["JFIF", "The client", "The server", "jpeg"]) expect(bytes.includes(text)).toBe(false);
    const secret = await derivePairingSecret(testKey);
    for (const shown of [testKey, testKey.replaceAll("-", ""), secret, secret.toString("hex")]) {
      expect(bytes.includes(shown)).toBe(false);
    }
  });

  it("sees all of it with --insecure", async (test) => {
    const { bytes, picture } = await sniff(test, ["--insecure"]);
    expect(bytes.includes(piece(picture))).toBe(true);
    for (const text of ["The client", "The server", "jpeg"]) expect(bytes.includes(text)).toBe(true);
  });
});
