/**
 * The plain TCP transfer that checks a link: `serve PORT` echoes bytes or sends without end, as the client asks;
 * `measure HOST PORT` reports the round trip of a byte and the rate of a transfer.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { sendMessage } from "../../peer.ts";

/** The client's message. */
export interface Probe {
  /** The shortest of some round trips of one byte, in milliseconds. */
  readonly rttMs: number;
  /** Bits per second in the second half of the transfer. */
  readonly rate: number;
}

const request = { echo: 1, flood: 2 };
const roundTrips = 10;
/** Length of the transfer, in milliseconds plus round trips. In its first half TCP finds the rate. */
const floodMs = 5000;
const floodRoundTrips = 25;

function serve(port: number): void {
  const block = Buffer.alloc(65_536);
  const server = createServer({ noDelay: true }, (socket) => {
    const flood = (): void => {
      while (socket.writable && socket.write(block));
    };
    socket.on("error", () => {}).on("drain", flood);
    socket.on("data", (bytes) => (bytes[0] === request.flood ? flood() : socket.write(bytes)));
  });
  server.listen(port, () => sendMessage({ port }));
}

async function measure(host: string, port: number): Promise<Probe> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, "connect");
  let rttMs = Number.POSITIVE_INFINITY;
  for (let trip = 0; trip < roundTrips; trip++) {
    const start = performance.now();
    socket.write(Buffer.from([request.echo]));
    await once(socket, "data");
    rttMs = Math.min(rttMs, performance.now() - start);
  }
  const totalMs = floodMs + floodRoundTrips * rttMs;
  let bytes = 0;
  let [first, last] = [0, 0];
  const start = performance.now();
  socket.write(Buffer.from([request.flood]));
  socket.on("data", (chunk) => {
    last = performance.now();
    if (last - start < totalMs / 2) first = last;
    else bytes += chunk.length;
  });
  await delay(totalMs);
  return { rttMs, rate: (bytes * 8 * 1000) / (last - first) };
}

const [role, ...rest] = process.argv.slice(2);
if (role === "serve") serve(Number(rest[0]));
else {
  const probe = await measure(rest[0] ?? "", Number(rest[1]));
  process.stdout.write(`${JSON.stringify(probe)}\n`, () => process.exit());
}
