import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { parseArgs } from "node:util";
import { connect } from "@framewire/client";
import { encode, jpeg } from "@framewire/codec";
import { type EncodedFrame, now, sleep, type VideoSource } from "@framewire/media";
import { createPairingKey, type ServerSecurity, secureClient, secureServer } from "@framewire/security";
import { listen } from "@framewire/server";
import { pattern } from "@framewire/test-pattern";
import { median, table } from "./table.ts";
import { unprotected } from "./unprotected.ts";

type Kind = "insecure" | "key";

interface Row {
  readonly protection: Kind;
  readonly megabytesPerSecond: number;
  readonly handshakesPerSecond: number;
  /** Of 1280x720 at 30 frames a second, from the capture until the reader has it, in milliseconds. */
  readonly ageP50Ms: number;
  readonly ageP95Ms: number;
}

const key = createPairingKey();
const protections: Readonly<Record<Kind, ServerSecurity & { readonly insecure?: true }>> = {
  insecure: unprotected,
  key: { key },
};
const chunk = new Uint8Array(64 * 1024);
const bounds = { host: "localhost", timeoutMs: 10_000 };

/**
 * `pnpm bench security`: what a pairing key costs, beside a connection without protection, on the loopback with both
 * ends in this process: so the two share a core, and two machines do more. The two take turns, and the middle of the
 * rounds is told.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
    },
  });
  const ms = Number(values.seconds) * 1000;
  const picture = await takePicture();
  const rounds: Row[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const protection of ["insecure", "key"] as const) {
      const ages = await measureAges(protection, picture, ms);
      rounds.push({
        protection,
        megabytesPerSecond: await measureThroughput(protection, ms),
        handshakesPerSecond: await measureHandshakes(protection, ms),
        ageP50Ms: at(ages, 0.5),
        ageP95Ms: at(ages, 0.95),
      });
    }
  }
  const rows = (["insecure", "key"] as const).map((protection) => middle(protection, rounds));
  process.stdout.write(values.json ? `${JSON.stringify({ bench: "security", rows })}\n` : securityTable(rows));
}

function middle(protection: Kind, rounds: readonly Row[]): Row {
  const own = rounds.filter((row) => row.protection === protection);
  const of = (field: Exclude<keyof Row, "protection">): number => median(own.map((row) => row[field]));
  return {
    protection,
    megabytesPerSecond: of("megabytesPerSecond"),
    handshakesPerSecond: of("handshakesPerSecond"),
    ageP50Ms: of("ageP50Ms"),
    ageP95Ms: of("ageP95Ms"),
  };
}

function securityTable(rows: readonly Row[]): string {
  return table(
    ["protection", "MB/s", "connections/s", "age p50", "age p95"],
    rows.map((row) => [
      row.protection,
      row.megabytesPerSecond.toFixed(0),
      row.handshakesPerSecond.toFixed(0),
      `${row.ageP50Ms.toFixed(2)} ms`,
      `${row.ageP95Ms.toFixed(2)} ms`,
    ]),
  );
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

/** Gives pairs of protected sockets. */
async function pairs(protection: Kind): Promise<{ next(): Promise<[Socket, Socket]>; close(): void }> {
  const security = protections[protection];
  const [dial, accept] = await Promise.all([secureClient({ ...security, tls: undefined }), secureServer(security)]);
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async next() {
      const accepted = once(server, "connection") as Promise<[Socket]>;
      const socket = connectSocket({ port, host: "127.0.0.1", noDelay: true });
      const [[other]] = await Promise.all([accepted, once(socket, "connect")]);
      return Promise.all([dial(socket, bounds), accept(other, bounds)]);
    },
    close: () => void server.close(),
  };
}

/** Megabytes a second from one socket to another. */
async function measureThroughput(protection: Kind, ms: number): Promise<number> {
  const sockets = await pairs(protection);
  const [from, to] = await sockets.next();
  let bytes = 0;
  to.on("data", ({ length }: Buffer) => {
    bytes += length;
  });
  const began = performance.now();
  while (performance.now() - began < ms) if (!from.write(chunk)) await once(from, "drain");
  const seconds = (performance.now() - began) / 1000;
  from.destroy();
  to.destroy();
  sockets.close();
  return bytes / 1e6 / seconds;
}

/** Connections a second, one after the other, until both sides may speak. */
async function measureHandshakes(protection: Kind, ms: number): Promise<number> {
  const sockets = await pairs(protection);
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < ms; count++) for (const socket of await sockets.next()) socket.destroy();
  const seconds = (performance.now() - began) / 1000;
  sockets.close();
  return count / seconds;
}

/** How old the frames of a real connection are when their reader has them, in milliseconds. */
async function measureAges(protection: Kind, picture: EncodedFrame, ms: number): Promise<readonly number[]> {
  const { insecure, key: own } = protections[protection];
  const security = { insecure, key: own };
  const source: VideoSource = async function* ({ signal } = {}) {
    for (let sequence = 1; !signal?.aborted; sequence++) {
      yield { ...picture, sequence, timestamp: now() };
      await sleep(1000 / 30, signal).catch(() => {});
    }
  };
  await using server = await listen({ ...security, port: 0, host: "127.0.0.1", source });
  await using connection = await connect(`127.0.0.1:${server.address.port}`, security);
  const ages: number[] = [];
  const began = performance.now();
  for await (const frame of connection.frames) {
    const age = (now() - frame.timestamp) / 1000;
    // The first half second is left out: all is compiled and settled by then.
    if (performance.now() - began > 500) ages.push(age);
    if (performance.now() - began > ms + 500) break;
  }
  return ages;
}

/** A JPEG of the pattern, 1280x720. */
async function takePicture(): Promise<EncodedFrame> {
  const encoder = jpeg.createEncoder({ quality: 80 });
  try {
    for await (const frame of encode(pattern({ width: 1280, height: 720 })(), encoder)) return frame;
  } finally {
    await encoder.close();
  }
  throw new Error("The pattern gave no picture.");
}
