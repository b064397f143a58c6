/** Checks the connection to a server. */
import { sleep } from "@framewire/media";
import type { Connection, Percentiles } from "@framewire/protocol";
import type { CheckResult, Finding } from "../finding.ts";
import { connectOnce, type ServerAddress } from "./connect-once.ts";
import { receiveFinding, sendFinding, type Timing, timingFinding } from "./findings.ts";
import { measureReceive, type ReceiveMeasurement } from "./measure-receive.ts";
import { measureSend, type SendMeasurement } from "./measure-send.ts";
import { type CameraPrediction, predictLevel, streetCameras } from "./predict-level.ts";
import { suggestFix } from "./suggest-fix.ts";

/** Connects to a server, and measures both directions. */
export async function checkPeer(
  server: ServerAddress,
  { signal, onProgress }: CheckPeerOptions,
): Promise<CheckResult<PeerReport | null>> {
  onProgress(`Connecting to ${server.address} …`);
  let connection: Connection;
  try {
    connection = await connectOnce(server, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { message } = error as Error;
    return { data: null, findings: [{ topic: "Server", status: "error", message, fix: suggestFix(error) }] };
  }
  try {
    return await measureConnection(connection, { signal, onProgress });
  } catch (error) {
    signal.throwIfAborted();
    if (!connection.signal.aborted) throw error;
    const closed = await connection.closed;
    const message = `${connection.remote.name} closed the connection: ${closed.message}`;
    return { data: null, findings: [{ topic: "Server", status: "error", message, fix: "Read the output there." }] };
  } finally {
    await connection.close();
  }
}

/** Options of {@link checkPeer}. */
export interface CheckPeerOptions {
  /** Ends the check and the connection. */
  readonly signal: AbortSignal;
  /** Receives a text about the current step. */
  readonly onProgress: (text: string) => void;
}

/** A server, and the connection to it. The clock offset is the server's clock minus this machine's. */
export interface PeerReport extends Timing {
  /** The address that was reached. */
  readonly address: string;
  readonly name: string;
  /** The server's video; null if no frame arrived. */
  readonly receive: (Omit<ReceiveMeasurement, "ageMs"> & { readonly ageMs: Percentiles | null }) | null;
  /** The bandwidth to the server; null without demand there, as nothing can be sent then. */
  readonly send: (SendMeasurement & { readonly predictions: readonly CameraPrediction[] }) | null;
}

/** How long each direction is measured. */
const measureMs = 3000;
/** How long only pings are exchanged at first: without other traffic they are the most precise. */
const quietMs = 1500;

async function measureConnection(
  connection: Connection,
  { signal, onProgress }: CheckPeerOptions,
): Promise<CheckResult<PeerReport>> {
  const { name, codecs } = connection.remote;
  const { remoteAddress: address } = connection;
  const open = AbortSignal.any([signal, connection.signal]);
  onProgress(`Measuring the round trip to ${name} …`);
  await sleep(quietMs, open);
  // Read before this side has demand of its own: a page may show both videos only together.
  const { remoteDemand } = connection.stats();
  onProgress(`Receiving from ${name} …`);
  const received = await measureReceive(connection, { ms: measureMs, signal: open });
  const { clockOffsetUs, clockUncertaintyUs } = connection.stats();
  // The clock offset comes from the shortest round trip, and its uncertainty is half of that.
  const rttMs = clockUncertaintyUs === undefined ? null : (2 * clockUncertaintyUs) / 1000;
  let sent: SendMeasurement | undefined;
  if (remoteDemand && codecs.includes("jpeg")) {
    onProgress(`Sending to ${name} …`);
    sent = await measureSend(connection, { ms: measureMs, signal: open });
  }
  const predictions = sent ? predictAll(sent, rttMs ?? 0) : [];
  const timing = {
    rttMs: rttMs === null ? null : round(rttMs),
    clockOffsetMs: clockOffsetUs === undefined ? null : round(clockOffsetUs / 1000),
    clockUncertaintyMs: clockUncertaintyUs === undefined ? null : round(clockUncertaintyUs / 1000),
  };
  const findings: Finding[] = [
    { topic: "Server", status: "ok", message: `${name} at ${address}` },
    timingFinding(timing),
    receiveFinding(received),
    sendFinding(sent, predictions, { remoteDemand }),
  ];
  return {
    data: {
      address,
      name,
      ...timing,
      receive: received ? roundReceive(received) : null,
      send: sent
        ? { ...sent, bitsPerSecond: Math.round(sent.bitsPerSecond), seconds: round(sent.seconds), predictions }
        : null,
    },
    findings,
  };
}

function predictAll({ bitsPerSecond }: SendMeasurement, rttMs: number): readonly CameraPrediction[] {
  return streetCameras.map((stream) => {
    const { bytes: _, ...camera } = stream;
    const rendition = predictLevel(stream, { bitsPerSecond, rttMs });
    return { camera, rendition: { ...rendition, fps: round(rendition.fps) } };
  });
}

function roundReceive({ ageMs, fps, bitsPerSecond, ...rest }: ReceiveMeasurement): PeerReport["receive"] {
  const ages = ageMs ? { p50: round(ageMs.p50), p95: round(ageMs.p95), max: round(ageMs.max) } : null;
  return { ...rest, fps: round(fps), bitsPerSecond: Math.round(bitsPerSecond), ageMs: ages };
}

/** Rounds to two decimals, the precision of the measurements. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
