/**
 * What `bench/links.ts` tries a link with: `serve PORT` answers bytes, and floods whoever asks for that;
 * `call HOST PORT` measures the round trip of a byte and then the rate of a plain TCP transfer, and tells them.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** What the caller found. */
export interface Probe {
  /** The quickest of some round trips of one byte, in milliseconds. */
  readonly rttMs: number;
  /** Bits a second of the transfer's second half. */
  readonly rate: number;
}

const ask = { echo: 1, flood: 2 };
const trips = 10;
/** How long the transfer takes, in milliseconds and in round trips: its first half is for TCP to find the rate. */
const floodMs = 5000;
const floodTrips = 25;

function serve(port: number): void {
  const block = Buffer.alloc(65_536);
  const server = createServer({ noDelay: true }, (socket) => {
    const flood = (): void => {
      while (socket.writable && socket.write(block));
    };
    socket.on("error", () => {}).on("drain", flood);
    socket.on("data", (bytes) => (bytes[0] === ask.flood ? flood() : socket.write(bytes)));
  });
  server.listen(port, () => process.stdout.write(`${JSON.stringify({ port })}\n`));
}

async function call(host: string, port: number): Promise<Probe> {
  const socket = connect({ host, port, noDelay: true });
  await once(socket, "connect");
  let rttMs = Number.POSITIVE_INFINITY;
  for (let trip = 0; trip < trips; trip++) {
    const start = performance.now();
    socket.write(Buffer.from([ask.echo]));
    await once(socket, "data");
    rttMs = Math.min(rttMs, performance.now() - start);
  }
  const lasts = floodMs + floodTrips * rttMs;
  let bytes = 0;
  let [first, last] = [0, 0];
  const start = performance.now();
  socket.write(Buffer.from([ask.flood]));
  socket.on("data", (chunk) => {
    const at = performance.now();
    if (at - start < lasts / 2) first = at;
    else bytes += chunk.length;
    last = at;
  });
  await new Promise((resolve) => setTimeout(resolve, lasts));
  return { rttMs, rate: (bytes * 8 * 1000) / (last - first) };
}

const [role, ...rest] = process.argv.slice(2);
if (role === "serve") serve(Number(rest[0]));
else {
  const probe = await call(rest[0] ?? "", Number(rest[1]));
  process.stdout.write(`${JSON.stringify(probe)}\n`, () => process.exit());
}
