import { sleep } from "@framewire/media";
import type { Connection, Percentiles } from "@framewire/protocol";
import type { Finding, Looked } from "../finding.ts";
import { type CalledServer, call } from "./call.ts";
import { incomingFinding, outgoingFinding, type Timing, timingFinding } from "./describe.ts";
import { type CameraFit, fittingLevel, streets } from "./fitting-level.ts";
import { type Incoming, measureIncoming } from "./receive.ts";
import { measureOutgoing, type Outgoing } from "./send.ts";
import { fixFor } from "./why-not.ts";

/** A server, and the way to it. The offset is the server's clock minus ours. */
export interface PeerReport extends Timing {
  /** As it was reached. */
  readonly address: string;
  readonly name: string;
  /** The server's pictures; null where none came. */
  readonly receive: (Omit<Incoming, "ageMs"> & { readonly ageMs: Percentiles | null }) | null;
  /** What the way there carries; null where nobody looks there, so that nothing could be sent. */
  readonly send: (Outgoing & { readonly fits: readonly CameraFit[] }) | null;
}

/** What {@link lookAtPeer} needs. */
export interface PeerOptions {
  /** Hangs up. */
  readonly signal: AbortSignal;
  /** Told what goes on. */
  readonly working: (text: string) => void;
}

/** How long each direction is measured, in milliseconds. */
const measureMs = 3000;
/** How long nothing but pings goes to and fro, which is when they say most. */
const quietMs = 1500;

/** Calls a server, and measures the way to it and back. */
export async function lookAtPeer(
  server: CalledServer,
  { signal, working }: PeerOptions,
): Promise<Looked<PeerReport | null>> {
  working(`Calling ${server.address} …`);
  let connection: Connection;
  try {
    connection = await call(server, signal);
  } catch (error) {
    signal.throwIfAborted();
    const says = (error as Error).message;
    return { data: null, findings: [{ topic: "Server", state: "broken", says, fix: fixFor(error) }] };
  }
  try {
    return await lookAtWay(connection, { signal, working });
  } catch (error) {
    signal.throwIfAborted();
    if (!connection.signal.aborted) throw error;
    const { message } = await connection.closed;
    const says = `${connection.remote.name} ended the connection: ${message}`;
    return { data: null, findings: [{ topic: "Server", state: "broken", says, fix: "Look at what it says there." }] };
  } finally {
    await connection.close();
  }
}

async function lookAtWay(connection: Connection, { signal, working }: PeerOptions): Promise<Looked<PeerReport>> {
  const { name, codecs } = connection.remote;
  const { remoteAddress: address } = connection;
  const alive = AbortSignal.any([signal, connection.signal]);
  working(`Measuring the round trip to ${name} …`);
  await sleep(quietMs, alive);
  // Whether anybody looks there is known by now. Before our own look: a page may not count the two as one.
  const { remoteDemand: watched } = connection.stats();
  working(`Looking at the pictures of ${name} …`);
  const incoming = await measureIncoming(connection, { ms: measureMs, signal: alive });
  const { clockOffsetUs: clockOffset, clockUncertaintyUs: clockUncertainty } = connection.stats();
  // The shortest round trip is what the comparison of the clocks goes by.
  const rttMs = clockUncertainty === undefined ? null : (2 * clockUncertainty) / 1000;
  let outgoing: Outgoing | undefined;
  if (watched && codecs.includes("jpeg")) {
    working(`Sending to ${name} …`);
    outgoing = await measureOutgoing(connection, { ms: measureMs, signal: alive });
  }
  const fits = outgoing ? fitsOf(outgoing, rttMs ?? 0) : [];
  const timing = {
    rttMs: rttMs === null ? null : rounded(rttMs),
    clockOffsetMs: clockOffset === undefined ? null : rounded(clockOffset / 1000),
    clockUncertaintyMs: clockUncertainty === undefined ? null : rounded(clockUncertainty / 1000),
  };
  const findings: Finding[] = [
    { topic: "Server", state: "fine", says: `${name} at ${address}` },
    timingFinding(timing),
    incomingFinding(incoming),
    outgoingFinding(outgoing, fits, { watched }),
  ];
  return {
    data: {
      address,
      name,
      ...timing,
      receive: incoming ? reported(incoming) : null,
      send: outgoing
        ? { ...outgoing, bitsPerSecond: Math.round(outgoing.bitsPerSecond), seconds: rounded(outgoing.seconds), fits }
        : null,
    },
    findings,
  };
}

function fitsOf({ bitsPerSecond }: Outgoing, rttMs: number): readonly CameraFit[] {
  return streets.map((wish) => {
    const { bytes: _, ...camera } = wish;
    const comes = fittingLevel(wish, { bitsPerSecond, rttMs });
    return { camera, comes: { ...comes, fps: rounded(comes.fps) } };
  });
}

function reported({ ageMs, fps, bitsPerSecond, ...rest }: Incoming): PeerReport["receive"] {
  const ages = ageMs ? { p50: rounded(ageMs.p50), p95: rounded(ageMs.p95), max: rounded(ageMs.max) } : null;
  return { ...rest, fps: rounded(fps), bitsPerSecond: Math.round(bitsPerSecond), ageMs: ages };
}

/** Two decimals are all that these numbers are good for. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
