/** The sending end of a connection's frames: keeps the newest, and sends it when the congestion controller allows. */
import { type EncodedFrame, now, onAbort, sleep } from "@framewire/media";
import type { CongestionController, ReadyFrame } from "../congestion/congestion-controller.ts";
import { FlowMeter, type FlowReading } from "../stats/flow-meter.ts";
import { maxFrameOverhead } from "../wire/encode-frame.ts";
import { framePacket } from "../wire/frame-packet.ts";
import { FrameSlot, type FrameSupply, type QueuedFrame } from "./frame-slot.ts";
import { type OutgoingFrames, readOnDemand } from "./read-on-demand.ts";
import type { RemoteDemand } from "./remote-demand.ts";

/** Pulls a frame whenever there is room for one, and writes it to the transport. */
export class FrameSender {
  readonly #options: FrameSenderOptions;
  readonly #slot = new FrameSlot();
  readonly #supply: FrameSupply = this.#slot;
  readonly #flow = new FlowMeter();
  #sending = false;
  #tooLarge = 0;
  #undemanded = 0;
  /** The last frame that passed the check. */
  #checked: EncodedFrame | undefined;
  /** Runs until there is room for the next frame. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FrameSenderOptions) {
    this.#options = options;
    onAbort(options.signal, () => this.#clear());
  }

  /** Frames that were not sent: replaced by a newer one, too large for the peer, or not wanted any longer. */
  get dropped(): number {
    return this.#slot.dropped + this.#tooLarge + this.#undemanded;
  }

  stats(at: number): FlowReading {
    return this.#flow.read(at);
  }

  /**
   * Sends the newest of these frames whenever there is room, until they end or the connection closes. One stream at a time.
   * `relativeBytes` are the bytes of each level of the ladder relative to the first.
   */
  async send(frames: OutgoingFrames, relativeBytes: readonly number[]): Promise<void> {
    const { controller, demand, signal } = this.#options;
    if (signal.aborted) return;
    if (this.#sending) throw new Error("A connection sends one stream at a time: wait for the earlier send() to end.");
    this.#sending = true;
    controller.startStream(relativeBytes);
    // A frame that is not wanted now would be old once frames are wanted again.
    const forget = demand.onEnd(() => this.#clear());
    try {
      await readOnDemand(frames, {
        demand,
        signal,
        pause: () => this.#pause(),
        onFrame: (frame) => this.#put(frame),
      });
    } finally {
      await this.#slot.empty();
      forget();
      this.#sending = false;
    }
  }

  /** An answer of the peer may have made room. */
  wake(): void {
    this.#sendWhenRoom(now());
  }

  /** While the slot is full, a frame waits up to 1 ms: frames without end must not block the event loop. */
  #pause(): Promise<void> | void {
    if (this.#supply.nextBytes !== undefined) return Promise.race([this.#slot.empty(), sleep(1)]);
  }

  #put(frame: EncodedFrame): void {
    const { controller, demand, maxPacketBytes } = this.#options;
    if (!demand.wanted) {
      this.#undemanded++;
    } else if (frame.data.length > maxPacketBytes - maxFrameOverhead) {
      this.#tooLarge++;
    } else {
      this.#check(frame);
      const at = now();
      this.#slot.put(frame, at);
      controller.onFrameReady(readyFrame(frame, at), at);
      this.#sendWhenRoom(at);
    }
  }

  #check(frame: EncodedFrame): void {
    const last = this.#checked;
    if (frame.codec === last?.codec && frame.width === last.width && frame.height === last.height) return;
    this.#options.check(frame);
    this.#checked = frame;
  }

  /** Sends the next frame if there is room for it; otherwise tries again when there is. */
  #sendWhenRoom(at: number): void {
    const { controller } = this.#options;
    const bytes = this.#supply.nextBytes;
    if (bytes === undefined) return;
    const sendTime = controller.nextSendTime(bytes, at);
    if (controller.wantsPing(at)) this.#options.ping();
    clearTimeout(this.#timer);
    if (sendTime <= at) this.#supply.pull(this.#write);
    else if (Number.isFinite(sendTime)) this.#timer = setTimeout(() => this.wake(), Math.ceil((sendTime - at) / 1000));
  }

  readonly #write = ({ frame, queuedAt }: QueuedFrame): void => {
    const { controller, write } = this.#options;
    const at = now();
    const { times, level = 0, data } = frame;
    const ackRequested = controller.wantsAck(data.length, at);
    write(framePacket(frame, { ackRequested, queued: queuedAt, sent: at }));
    controller.onSent({ bytes: data.length, level, ackRequested }, at);
    this.#flow.addFrame(data.length, level, at);
    this.#flow.addSenderStages(frame, { ...times, queued: queuedAt, sent: at }, at);
  };

  #clear(): void {
    clearTimeout(this.#timer);
    this.#slot.clear();
  }
}

/** Options of {@link FrameSender}. */
export interface FrameSenderOptions {
  readonly controller: CongestionController;
  readonly demand: RemoteDemand;
  /** The largest packet that the peer accepts, in bytes. */
  readonly maxPacketBytes: number;
  /** Throws for a frame that the peer would refuse. Called when the codec or the size changes. */
  check(frame: EncodedFrame): void;
  /** Writes the parts of a packet to the transport. */
  write(parts: readonly Uint8Array[]): void;
  /** Sends a ping soon. */
  ping(): void;
  /** Aborts when the connection closes. */
  readonly signal: AbortSignal;
}

function readyFrame(frame: EncodedFrame, at: number): ReadyFrame {
  return { bytes: frame.data.length, level: frame.level ?? 0, encodingTime: at - encodingStart(frame, at) };
}

/**
 * When the sender began to work on a frame. What a late source took before, or another machine, no level makes shorter; a
 * frame that its source gave encoded needs no work.
 */
function encodingStart({ timestamp, times: { acquired, encoded, received } = {} }: EncodedFrame, at: number): number {
  return received ?? acquired ?? (encoded === undefined ? at : timestamp);
}
