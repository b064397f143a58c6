/** The receiving side of `bench/latency.ts`, in a process of its own: decodes each picture and says when what happened to it. */

import { connect } from "@framewire/client";
import { jpeg } from "@framewire/codec";
import { now } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import { unprotected } from "../unprotected.ts";
import type { Listening } from "./latency-server.ts";

/** What the parent asks for. */
export interface Task extends Listening {
  readonly milliseconds: number;
  /** The capture time stands in the picture. */
  readonly readsPicture: boolean;
}

/** When one picture passed the stages, in microseconds, all on one clock. Absent where it is not known. */
export interface Passage {
  readonly captured: number;
  readonly encoded?: number | undefined;
  readonly queued?: number | undefined;
  readonly sent?: number | undefined;
  readonly received?: number | undefined;
  readonly consumed: number;
  readonly shown: number;
}

const warmUpMs = 3000;

process.once("message", async ({ port, clockOffset, milliseconds, readsPicture }: Task) => {
  // Both processes are of one machine: its own clock joins theirs.
  const difference = clockOffset - (now() - Number(process.hrtime.bigint() / 1000n));
  const ownTime = (time: number): number => time + difference;
  const decoder = jpeg.createDecoder();
  const connection = await connect(`127.0.0.1:${port}`, { ...unprotected, encoding: { codecs: [jpeg] } });
  const passages: Passage[] = [];
  let unread = 0;
  const start = now() + warmUpMs * 1000;
  for await (const frame of connection.frames) {
    const consumed = ownTime(now());
    const picture = await decoder.decode(frame);
    const shown = ownTime(now());
    const captured = readsPicture ? readPattern(picture)?.timestamp : frame.timestamp;
    picture.close?.();
    if (frame.timestamp - difference > start + milliseconds * 1000) break;
    if (frame.timestamp - difference < start) continue;
    if (captured === undefined) {
      unread++;
      continue;
    }
    const { encoded, queued, sent, received } = frame.times ?? {};
    passages.push({
      captured,
      encoded,
      queued,
      sent,
      received: received === undefined ? undefined : ownTime(received),
      consumed,
      shown,
    });
  }
  const { dropped } = connection.stats().received;
  process.send?.({ result: { passages, unread, dropped } }, () => process.exit());
});
