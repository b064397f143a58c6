import { jpeg } from "@framewire/codec";
import { type EncodedFrame, now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { pattern } from "@framewire/test-pattern";
import { fillJpeg } from "./filler.ts";

/** What the way to the server carries. */
export interface Outgoing {
  /** Of frames whose receipts came. */
  readonly bitsPerSecond: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Each frame should take the way so long, in seconds: long enough to be measured, and not so long that few come. */
const frameSeconds = 0.02;
const largestFrame = 1_000_000;

/** Of the measurement, the beginning is left out: the way is not known yet. In milliseconds. */
const leadInMs = 500;

/**
 * Sends pictures as large as the way takes them, as fast as their receipts come, and gives the rate at which they were
 * taken at the other end. Call it only while the server looks: nobody else takes them.
 */
export async function measureOutgoing(
  connection: Connection,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Outgoing> {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, connection.signal, stop.signal]);
  // However it ends, the connection says so.
  const sending = connection.send(await largeFrames(connection, until)).catch(() => {});
  try {
    await sleep(leadInMs, until);
    const [before, since] = [delivered(connection), now()];
    await sleep(ms, until);
    const [bytes, seconds] = [delivered(connection) - before, (now() - since) / 1e6];
    return { bytes, seconds, bitsPerSecond: (bytes * 8) / seconds };
  } finally {
    stop.abort();
    if (connection.signal.aborted) await sending;
  }
}

/** Bytes of frames that the other side has taken. */
function delivered(connection: Connection): number {
  const { sent, inFlight } = connection.stats();
  return sent.bytes - inFlight;
}

/** A test pattern again and again, in as many bytes as suit the way at each moment. */
async function largeFrames(connection: Connection, signal: AbortSignal): Promise<AsyncIterable<EncodedFrame>> {
  const picture = await smallPicture(signal);
  const most = Math.min(largestFrame, connection.remote.maxPacketBytes / 2);
  let filled = picture.data;
  function suited(): Uint8Array {
    const { bandwidth: capacity = 0 } = connection.stats();
    const bytes = Math.round(Math.min((capacity / 8) * frameSeconds, most));
    // Filling takes time, too: a size that is nearly right will do.
    if (bytes > filled.length * 1.5 || bytes < filled.length / 2) filled = fillJpeg(picture.data, bytes);
    return filled;
  }
  return (async function* () {
    for (let sequence = 0; !signal.aborted; sequence++)
      yield { ...picture, sequence, timestamp: now(), data: suited() };
  })();
}

/** A picture that is soon there on the slowest way, too. */
async function smallPicture(signal: AbortSignal): Promise<EncodedFrame> {
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
