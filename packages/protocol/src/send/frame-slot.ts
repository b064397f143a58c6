/** The newest frame that is ready to be sent. */
import type { EncodedFrame } from "@framewire/media";

/**
 * What a `FrameSender` pulls frames from. It asks for the size of the next frame, waits until there is room for it, and then
 * pulls. Frames that are encoded already wait in a {@link FrameSlot}; an encoder can also start to encode when it is pulled.
 */
export interface FrameSupply {
  /** Bytes of the next frame: exact for one that is ready, the target size for one to be encoded. Undefined: there is none. */
  readonly nextBytes: number | undefined;
  /** Passes the newest frame to `send`: at once if it is ready, or as soon as it is encoded. */
  pull(send: (ready: QueuedFrame) => void): void;
}

/** A frame, and since when it has been ready to be sent, in microseconds. */
export interface QueuedFrame {
  readonly frame: EncodedFrame;
  readonly queuedAt: number;
}

/** A {@link FrameSupply} of frames that are ready: the newest wins. */
export class FrameSlot implements FrameSupply {
  #queued: QueuedFrame | undefined;
  #dropped = 0;
  #onEmpty: (() => void) | undefined;

  /** Frames that were replaced or cleared. */
  get dropped(): number {
    return this.#dropped;
  }

  get nextBytes(): number | undefined {
    return this.#queued?.frame.data.length;
  }

  /** Fills the slot; replaces a frame in it. */
  put(frame: EncodedFrame, queuedAt: number): void {
    if (this.#queued) this.#dropped++;
    this.#queued = { frame, queuedAt };
  }

  pull(send: (ready: QueuedFrame) => void): void {
    const queued = this.#queued;
    if (!queued) return;
    this.#queued = undefined;
    send(queued);
    this.#onEmpty?.();
  }

  /** Drops the frame in the slot. */
  clear(): void {
    if (this.#queued) this.#dropped++;
    this.#queued = undefined;
    this.#onEmpty?.();
  }

  /** Resolves once the slot is empty. One caller at a time. */
  empty(): Promise<void> {
    if (!this.#queued) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = () => {
        this.#onEmpty = undefined;
        resolve();
      };
    });
  }
}
