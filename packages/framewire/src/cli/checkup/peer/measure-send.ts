/** Measures the bandwidth to a server. */
import { jpeg } from "@framewire/codec";
import { type EncodedFrame, now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { pattern } from "@framewire/test-pattern";
import { padJpeg } from "./pad-jpeg.ts";

/** The bandwidth to the server, counting acked frames only. */
export interface SendMeasurement {
  readonly bitsPerSecond: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** The time that a frame should take to send: long enough to measure, short enough for many samples. */
const frameSeconds = 0.02;
const maxFrameBytes = 1_000_000;

/** Frames of this time are not measured: the bandwidth estimate is not stable yet. */
const warmUpMs = 500;

/**
 * Sends frames as large as the link takes them for `ms` milliseconds, as fast as they are acked. Call it only while the
 * server has demand: nothing is sent otherwise.
 */
export async function measureSend(
  connection: Connection,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<SendMeasurement> {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, connection.signal, stop.signal]);
  // A failure closes the connection, which the caller observes.
  const sending = connection.send(await largeFrames(connection, until)).catch(() => {});
  try {
    await sleep(warmUpMs, until);
    const [before, since] = [ackedBytes(connection), now()];
    await sleep(ms, until);
    const [bytes, seconds] = [ackedBytes(connection) - before, (now() - since) / 1e6];
    return { bytes, seconds, bitsPerSecond: (bytes * 8) / seconds };
  } finally {
    stop.abort();
    if (connection.signal.aborted) await sending;
  }
}

function ackedBytes(connection: Connection): number {
  const { sent, inFlight } = connection.stats();
  return sent.bytes - inFlight;
}

/** Yields one JPEG again and again, padded to a size that suits the current bandwidth. */
async function largeFrames(connection: Connection, signal: AbortSignal): Promise<AsyncIterable<EncodedFrame>> {
  const frame = await smallFrame(signal);
  const maxBytes = Math.min(maxFrameBytes, connection.remote.maxPacketBytes / 2);
  let padded = frame.data;
  function nextData(): Uint8Array {
    const { bandwidth = 0 } = connection.stats();
    const bytes = Math.round(Math.min((bandwidth / 8) * frameSeconds, maxBytes));
    // Padding takes time, too: keep a size that is roughly right.
    if (bytes > padded.length * 1.5 || bytes < padded.length / 2) padded = padJpeg(frame.data, bytes);
    return padded;
  }
  return (async function* () {
    for (let sequence = 0; !signal.aborted; sequence++) {
      yield { ...frame, sequence, timestamp: now(), data: nextData() };
    }
  })();
}

/** Returns a frame that is small enough for a slow link. */
async function smallFrame(signal: AbortSignal): Promise<EncodedFrame> {
  const encoder = jpeg.createEncoder({ quality: 50 });
  try {
    for await (const frame of pattern({ width: 480, height: 270, name: "Checkup" })({ signal })) {
      return await encoder.encode(frame);
    }
    throw signal.reason;
  } finally {
    await encoder.close();
  }
}
