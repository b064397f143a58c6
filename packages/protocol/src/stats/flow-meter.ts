/** Counters and gauges of the frames in one direction. */
import type { EncodedFrame, FrameTimes } from "@framewire/media";
import { createLatencyStageMeter, type LatencyStage, type LatencyStages } from "./latency-stages.ts";
import { RateMeter } from "./rate-meter.ts";

/** Measures the frames in one direction. It allocates memory with the first frame. */
export class FlowMeter {
  readonly #rate = new RateMeter();
  readonly #stages = createLatencyStageMeter();
  #level = 0;

  /** A frame is sent or received. */
  addFrame(bytes: number, level: number, at: number): void {
    this.#rate.add(bytes, at);
    this.#level = level;
  }

  /** A frame passed a stage between two times. Ignored where one of them is not known. */
  addStage(stage: LatencyStage, from: number | undefined, to: number | undefined, at: number): void {
    this.#stages.add(stage, from, to, at);
  }

  /** A frame passed the stages of its sender. One that its source gave encoded is acquired when it is queued. */
  addSenderStages({ timestamp }: EncodedFrame, times: FrameTimes | undefined, at: number): void {
    const { encoded, queued, sent, acquired = encoded === undefined ? queued : undefined } = times ?? {};
    this.addStage("acquired", timestamp, acquired, at);
    this.addStage("encoded", acquired ?? timestamp, encoded, at);
    this.addStage("queued", encoded, queued, at);
    this.addStage("sent", queued, sent, at);
  }

  read(at: number): FlowReading {
    const { frames, bytes } = this.#rate;
    return { frames, bytes, ...this.#rate.read(at), level: this.#level, stages: this.#stages.read(at) };
  }
}

/** Frames in one direction, as of one moment. */
export interface FlowReading {
  readonly frames: number;
  readonly bytes: number;
  /** Frames per second, over the last two seconds. */
  readonly fps: number;
  /** Bits per second, over the last two seconds. */
  readonly bitrate: number;
  /** Level of the latest frame; 0 is the best. */
  readonly level: number;
  /** How long frames took for each latency stage, over the last five seconds. */
  readonly stages: LatencyStages;
}
