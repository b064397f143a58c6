import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { jpeg, webp } from "@framewire/codec";
import { type EncodedFrame, now } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { listen } from "@framewire/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPython, hasProtoc } from "./programs.ts";

const run = promisify(execFile);
const python = findPython();
const here = fileURLToPath(new URL(".", import.meta.url));
const protocol = fileURLToPath(new URL("../../packages/protocol", import.meta.url));
const security = fileURLToPath(new URL("../../packages/security", import.meta.url));
const ready = python !== undefined && hasProtoc();
const needs = "needs protoc and protobuf for Python (apt-get install protobuf-compiler python3-protobuf)";
if (!ready) console.warn(`tests/python is skipped: it ${needs}.`);

async function* testFrames(signal: AbortSignal): AsyncGenerator<EncodedFrame> {
  for (let sequence = 1; !signal.aborted; sequence++) {
    const data = new Uint8Array(3_000).fill(sequence);
    yield { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 64, height: 48, data };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe.skipIf(!ready)(`another language (${needs})`, () => {
  let generated: string;

  beforeAll(async () => {
    generated = await mkdtemp(join(tmpdir(), "framewire-python-"));
    await run("protoc", ["-I", protocol, `--python_out=${generated}`, "framewire.proto"]);
  });
  afterAll(() => rm(generated, { recursive: true }));

  it("sends and receives frames with the server, from the .proto alone", async () => {
    const count = 12;
    await using server = await listen({
      host: "127.0.0.1",
      port: 0,
      security: { insecure: true },
      encoding: { codecs: [webp, jpeg] },
      name: "node",
    });
    const served = (async (): Promise<[Connection, EncodedFrame[]]> => {
      for await (const connection of server) {
        const sending = connection.send(testFrames(connection.signal));
        const frames: EncodedFrame[] = [];
        for await (const frame of connection.frames) frames.push(frame);
        await sending;
        return [connection, frames];
      }
      throw new Error("The server closed before Python connected.");
    })();

    const { port } = server.address;
    const env = { ...process.env, PYTHONPATH: generated };
    const { stdout } = await run(python ?? "", [join(here, "peer.py"), "127.0.0.1", String(port), String(count)], {
      env,
    });
    const [connection, frames] = await served;
    const seen = JSON.parse(stdout);

    expect(connection.remote).toEqual({
      name: "python",
      instanceId: "python-peer-0001",
      codecs: ["jpeg"],
      maxPacketBytes: 2 ** 20,
      maxLatency: 0,
    });
    expect(connection.codecs).toEqual({ send: "jpeg", receive: "jpeg" });
    expect(seen.hello).toEqual({ version: 1, name: "node", codecs: ["webp", "jpeg"] });

    // Frames from Python: all are acknowledged, in order, and those that were read are unchanged.
    expect(frames.at(-1)?.sequence).toBe(count);
    for (const { sequence, data, codec, width, height } of frames) {
      expect({ codec, width, height }).toEqual({ codec: "jpeg", width: 64, height: 48 });
      expect(data.byteLength).toBe(1_000 * sequence);
      expect(data.every((byte) => byte === sequence)).toBe(true);
    }
    const { received, sent } = connection.stats();
    expect(received.frames).toBe(count);
    expect(frames.length + received.dropped).toBe(count);
    expect(seen.acks.at(-1)).toBe(count);

    // Frames to Python.
    expect(seen.frames.length).toBeGreaterThanOrEqual(count);
    expect(sent.frames).toBeGreaterThanOrEqual(seen.frames.length);
    for (const { sequence, codec, bytes, first } of seen.frames) {
      expect({ codec, bytes, first }).toEqual({ codec: "jpeg", bytes: 3_000, first: sequence & 0xff });
    }

    // Pings both ways: each side knows the round trip, and this side knows the offset of Python's clock.
    expect(seen.pings).toBeGreaterThan(0);
    expect(seen.pongs[0]).toBeGreaterThanOrEqual(0);
    expect(connection.stats().rttMs).toBeGreaterThanOrEqual(0);
    expect(connection.stats().ageMs?.p50).toBeLessThan(1_000);

    expect(seen.bye).toBe("LEFT");
    expect(await connection.closed).toEqual({ by: "remote", code: "left", message: "Python has all frames." });
  });

  it("decodes and encodes the golden vectors", async () => {
    const env = { ...process.env, PYTHONPATH: generated };
    const { stdout } = await run(
      python ?? "",
      [join(here, "vectors.py"), join(protocol, "vectors"), join(security, "vectors")],
      { env },
    );
    expect(Number(stdout)).toBeGreaterThan(30);
  });

  it("imports nothing but the standard library and generated code", async () => {
    for (const file of ["peer.py", "vectors.py"]) {
      const text = await readFile(join(here, file), "utf8");
      const imports = [...text.matchAll(/^\s*(?:import|from) (\w+)/gm)].map(([, name]) => name);
      for (const name of imports) expect(["hashlib", "json", "socket", "sys", "time", "framewire_pb2"]).toContain(name);
    }
  });
});

describe.skipIf(!hasProtoc())("protoc (needs it: apt-get install protobuf-compiler)", () => {
  it("decodes each packet of the golden vectors", async () => {
    const { packets } = JSON.parse(await readFile(join(protocol, "vectors", "packets.json"), "utf8"));
    for (const { name, packet, hex } of packets) {
      const bytes = Buffer.from(hex, "hex");
      // The packet without its length prefix.
      const input = bytes.subarray((bytes[0] ?? 0) < 0x80 ? 1 : 2);
      const args = ["-I", protocol, "--decode=framewire.v1.Packet", "framewire.proto"];
      const { status, stdout } = spawnSync("protoc", args, { input, encoding: "utf8" });
      expect(status).toBe(0);
      const [kind] = Object.keys(packet);
      expect(stdout, name).toMatch(new RegExp(`^${kind} \\{`));
      // protoc prints an unknown field by its number.
      expect(stdout, name).not.toMatch(/^\s*\d+[: {]/m);
      for (const [field, value] of Object.entries(packet[kind ?? ""])) {
        if (typeof value === "number" && value > 0) expect(stdout, name).toContain(`  ${field}: ${value}\n`);
      }
    }
  });
});
