import type { EncodedFrame } from "@framewire/media";
import type { FlowStats } from "../connection/connection.ts";
import { createFrameMarks } from "./frame-marks.ts";
import { createLatencyStageMeter } from "./latency-stages.ts";
import { createPercentileMeter, type Percentiles } from "./percentiles.ts";
import { createRateMeter } from "./rate-meter.ts";

/** What is told of the frames that come. It takes some memory: a peer that sends nothing needs none. */
export class ReceiveStats {
  readonly #rate = createRateMeter();
  readonly #stages = createLatencyStageMeter();
  readonly #ages = createPercentileMeter();
  readonly #marks = createFrameMarks();
  #level = 0;

  /** A frame comes, at a time in microseconds. `offset` is the peer's clock minus ours. */
  add(frame: EncodedFrame, at: number, offset: number | undefined): void {
    const { timestamp, data, level = 0, times: { encoded, queued, sent } = {} } = frame;
    this.#rate.add(data.length, at);
    this.#level = level;
    this.#stages.add("encoded", timestamp, encoded, at);
    this.#stages.add("queued", encoded ?? timestamp, queued, at);
    this.#stages.add("sent", queued, sent, at);
    if (offset === undefined) return;
    this.#ages.add((at - (timestamp - offset)) / 1000, at);
    if (sent !== undefined) this.#stages.add("received", sent - offset, at, at);
  }

  /** A reader takes a frame that came at `from`. */
  take({ sequence }: EncodedFrame, from: number, at: number): void {
    this.#stages.add("consumed", from, at, at);
    this.#marks.set(sequence, at);
  }

  /** The reader has decoded or shown a frame that it took. */
  mark({ sequence }: EncodedFrame, stage: "decoded" | "shown", at: number): void {
    this.#stages.add(stage, this.#marks.take(sequence), at, at);
    if (stage !== "shown") this.#marks.set(sequence, at);
  }

  flow(at: number): Omit<FlowStats, "dropped"> {
    return {
      frames: this.#rate.frames,
      bytes: this.#rate.bytes,
      fps: this.#rate.fps(),
      bitrate: this.#rate.bitrate(),
      level: this.#level,
      stages: this.#stages.read(at),
    };
  }

  /** From capture to receipt, in milliseconds. */
  ages(at: number): Percentiles | undefined {
    return this.#ages.read(at);
  }
}
