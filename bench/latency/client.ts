/**
 * The receiving side of `pnpm bench latency`: decodes each frame and records its times. Arguments: the kind of camera,
 * the server's port, its clock offset, and how long to measure in milliseconds.
 */
import { connect } from "@framewire/client";
import { jpeg } from "@framewire/codec";
import { now } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { monotonic, sendMessage } from "../peer.ts";

/** The times of one frame, in microseconds of the server's clock. Absent where the frame does not carry them. */
export interface FrameTimeline {
  readonly captured: number;
  readonly encoded?: number | undefined;
  readonly queued?: number | undefined;
  readonly sent?: number | undefined;
  readonly received?: number | undefined;
  readonly consumed: number;
  readonly decoded: number;
}

/** The only message. */
export interface Result {
  readonly timelines: readonly FrameTimeline[];
  /** Frames whose pattern could not be read. */
  readonly unreadable: number;
  /** Frames that a newer one replaced before they were decoded. */
  readonly dropped: number;
}

const warmUpMs = 3000;
const [kind, port, clockOffset, milliseconds] = process.argv.slice(2);
// Both processes are on one machine: its monotonic clock joins theirs.
const difference = Number(clockOffset) - (now() - monotonic());
const serverTime = (time = now()): number => time + difference;
const decoder = jpeg.createDecoder();
const connection = await connect(`127.0.0.1:${port}`, { security: { insecure: true }, encoding: { codecs: [jpeg] } });
const timelines: FrameTimeline[] = [];
let unreadable = 0;
const start = serverTime() + warmUpMs * 1000;
for await (const frame of connection.frames) {
  const consumed = serverTime();
  const pixels = await decoder.decode(frame);
  const decoded = serverTime();
  const captured = kind === "pattern" ? readPattern(pixels)?.timestamp : frame.timestamp;
  pixels.close?.();
  if (frame.timestamp > start + Number(milliseconds) * 1000) break;
  if (frame.timestamp < start) continue;
  if (captured === undefined) {
    unreadable++;
    continue;
  }
  const { encoded, queued, sent, received } = frame.times ?? {};
  const receivedThere = received === undefined ? undefined : serverTime(received);
  timelines.push({ captured, encoded, queued, sent, received: receivedThere, consumed, decoded });
}
sendMessage({ timelines, unreadable, dropped: connection.stats().received.dropped } satisfies Result);
process.exit();
