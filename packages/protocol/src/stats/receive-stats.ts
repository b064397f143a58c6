/** Statistics of the frames that are received. */
import type { EncodedFrame } from "@framewire/media";
import { FlowMeter, type FlowReading } from "./flow-meter.ts";
import { FrameMarks } from "./frame-marks.ts";
import { PercentileMeter, type Percentiles } from "./percentiles.ts";

/** Measures received frames: how many, how old, and how long each stage took. Times are in microseconds. */
export class ReceiveStats {
  readonly #flow = new FlowMeter();
  readonly #ages = new PercentileMeter();
  readonly #marks = new FrameMarks();

  /** A frame is received. `clockOffset` is the peer's clock minus ours. */
  onReceived(frame: EncodedFrame, at: number, clockOffset: number | undefined): void {
    const { data, level = 0, timestamp } = frame;
    const flow = this.#flow;
    flow.addFrame(data.length, level, at);
    flow.addSenderStages(frame, frame.times, at);
    if (clockOffset === undefined) return;
    // A clock that is ahead, or the error of the offset, makes no negative age.
    this.#ages.add(Math.max(at - (timestamp - clockOffset), 0) / 1000, at);
    const sent = frame.times?.sent;
    if (sent !== undefined) flow.addStage("received", sent - clockOffset, at, at);
  }

  /** The reader consumes a frame that was received at `receivedAt`. */
  onConsumed({ sequence }: EncodedFrame, receivedAt: number, at: number): void {
    this.#flow.addStage("consumed", receivedAt, at, at);
    this.#marks.set(sequence, at);
  }

  /** The reader has decoded or shown a frame that it consumed. */
  mark({ sequence }: EncodedFrame, stage: "decoded" | "shown", at: number): void {
    this.#flow.addStage(stage, this.#marks.take(sequence), at, at);
    if (stage !== "shown") this.#marks.set(sequence, at);
  }

  /** Counters, rates and latency stages. */
  read(at: number): FlowReading {
    return this.#flow.read(at);
  }

  /** From capture to reception, in milliseconds. */
  ages(at: number): Percentiles | undefined {
    return this.#ages.read(at);
  }
}
