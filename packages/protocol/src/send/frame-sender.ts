import { type EncodedFrame, now, onAbort, type Pushing, type Sink, type Source } from "@framewire/media";
import type { CongestionController } from "../congestion/congestion-controller.ts";
import { pass, type SentFrame, timeStages } from "../congestion/in-flight.ts";
import type { Transport } from "../transports/transport.ts";
import { maxFrameOverhead } from "../wire/encode-frame.ts";
import { framePacket } from "../wire/frame-packet.ts";
import type { RemoteDemand } from "./remote-demand.ts";

/** What an {@link FrameSender} needs of its connection. */
export interface FrameSenderOptions {
  readonly controller: CongestionController;
  /** Whether the peer looks. */
  readonly demand: RemoteDemand;
  /** Ends it: the connection is closing. */
  readonly signal: AbortSignal;
  /** The largest packet that the peer takes, in bytes. */
  readonly maxPacketBytes: number;
  /** Throws for a frame that the peer would refuse. One that is like the frame before, in codec and size, is not asked of. */
  check(frame: EncodedFrame): void;
  /** Is written to no more when the signal has aborted. */
  readonly transport: Pick<Transport, "write">;
  ping(): void;
}

/** A frame that waits for room, and since when. */
interface Waiting {
  readonly frame: EncodedFrame;
  readonly queued: number;
}

/**
 * The sending end of a connection's frames: one slot, newest wins, sent when the controller says so. A class, so that
 * what is touched for each frame of each peer lies in one place; the rest of that lies with the flights.
 */
export class FrameSender implements Sink<EncodedFrame> {
  #slot: Waiting | undefined;
  /** Of the frame before. */
  #codec = "";
  #width = 0;
  #height = 0;
  readonly #maxBytes: number;
  /** Where the flights lie. */
  readonly #array: Float64Array;
  readonly #index: number;
  readonly #transport: Pick<Transport, "write">;
  readonly #controller: CongestionController;
  readonly #demand: RemoteDemand;
  readonly #options: FrameSenderOptions;
  #dropped = 0;
  /** The signal has aborted. */
  #ended = false;
  #sending = false;
  /** Goes on with who waits until the slot is empty, or some time has passed. */
  #goOn: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FrameSenderOptions) {
    const { controller, demand, signal, maxPacketBytes, transport } = options;
    this.#options = options;
    this.#controller = controller;
    this.#array = controller.flights.place.array;
    this.#index = controller.flights.place.index;
    this.#demand = demand;
    this.#maxBytes = maxPacketBytes - maxFrameOverhead;
    this.#transport = transport;
    onAbort(signal, () => {
      this.#ended = true;
      this.#clear();
    });
  }

  /** Frames that were left out: replaced by a newer one while there was no room, or larger than the peer takes. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Sends the newest of these frames whenever there is room, until they end or the connection closes. One at a time.
   * `levels` are the bytes of each level of the ladder relative to the first.
   */
  async send(frames: AsyncIterable<EncodedFrame> | Source<EncodedFrame>, levels: readonly number[]): Promise<void> {
    const { signal } = this.#options;
    if (signal.aborted) return;
    if (this.#sending) throw new Error("A connection sends one stream at a time: wait for the earlier send() to end.");
    this.#sending = true;
    this.#controller.begin(levels);
    // What nobody looks at now is old when somebody does.
    const forget = this.#demand.onEnd(() => this.#clear());
    try {
      try {
        const work = typeof frames === "function" ? this.#pumpOnDemand(frames) : this.#pump(frames, signal);
        await orAborted(work, signal);
      } finally {
        await this.#freed();
      }
    } finally {
      forget();
      this.#sending = false;
    }
  }

  /** There may be room now for what lies in the slot. */
  wake(): void {
    if (this.#slot && !this.#ended) this.#trySend(this.#slot, now());
  }

  /** Sends a frame: on credit at once, or else when there is room. */
  put(frame: EncodedFrame): void {
    const at = now();
    const ackRequested =
      this.#slot || !this.#isLikeTheLast(frame) ? undefined : pass(this.#array, this.#index, departure(frame, at), at);
    if (ackRequested === undefined) {
      this.#wait(frame, at);
      return;
    }
    this.#write(frame, ackRequested, at, at);
  }

  /** Whether the peer takes the frame since it took the one before. */
  #isLikeTheLast({ codec, width, height, data }: EncodedFrame): boolean {
    return codec === this.#codec && width === this.#width && height === this.#height && data.length <= this.#maxBytes;
  }

  #write(frame: EncodedFrame, ackRequested: boolean, queued: number, at: number): void {
    this.#transport.write(framePacket(frame, { ackRequested, queued, sent: at }));
    timeStages(this.#array, this.#index, frame, queued);
  }

  /** Puts the frame in the slot, and sends it if there is room; or leaves it out where nobody looks or can take it, or all is over. */
  #wait(frame: EncodedFrame, at: number): void {
    const { data, codec, width, height } = frame;
    if (this.#ended || !this.#demand.wanted || data.length > this.#maxBytes) {
      this.#dropped++;
      return;
    }
    if (!this.#isLikeTheLast(frame)) {
      this.#options.check(frame);
      this.#codec = codec;
      this.#width = width;
      this.#height = height;
    }
    if (this.#slot) this.#dropped++;
    this.#slot = { frame, queued: at };
    this.#controller.offered(departure(frame, at), at);
    this.#trySend(this.#slot, at);
  }

  /** Sends what lies in the slot, or sees to it that this is tried again when there is room. */
  #trySend({ frame, queued }: Waiting, at: number): void {
    const controller = this.#controller;
    const bytes = frame.data.length;
    const opensAt = controller.opensAt(bytes, at);
    if (controller.wantsPing(at)) this.#options.ping();
    if (this.#timer) this.#stopTimer();
    if (opensAt <= at) {
      this.#slot = undefined;
      this.#write(frame, controller.sent(departure(frame, queued), at), queued, at);
      this.#goOn?.();
    } else if (Number.isFinite(opensAt)) {
      this.#timer = setTimeout(() => this.wake(), Math.ceil((opensAt - at) / 1000));
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Nobody looks, or it is over: what waits is left out, and nothing leaves without another look. */
  #clear(): void {
    this.#controller.flights.revoke();
    if (this.#timer) this.#stopTimer();
    if (this.#slot) this.#dropped++;
    this.#slot = undefined;
    this.#goOn?.();
  }

  #freed(): Promise<void> | void {
    if (this.#slot) {
      return new Promise((resolve) => {
        this.#goOn = resolve;
      });
    }
  }

  /** Where frames come without end, it lets all else run a millisecond between two that find no room. */
  #rest(): Promise<void> | void {
    this.#pause ??= setTimeout(() => {
      this.#pause = undefined;
      this.#goOn?.();
    }, 1);
    return this.#freed();
  }

  /** Puts in frames as fast as they come, until they end or the signal aborts. */
  async #pump(frames: AsyncIterable<EncodedFrame>, until: AbortSignal): Promise<void> {
    const iterator = frames[Symbol.asyncIterator]();
    try {
      while (!until.aborted) {
        if (!this.#demand.wanted) await this.#demand.begins(until);
        const next = await iterator.next();
        if (next.done) return;
        if (until.aborted) return;
        if (this.#slot) await this.#rest();
        // Meanwhile the look may have ended, and the frame grown old.
        if (until.aborted) return;
        if (this.#demand.wanted) this.put(next.value);
        else this.#dropped++;
      }
    } finally {
      // A generator whose next() is pending ends only when that comes; nobody waits for it.
      void iterator.return?.().catch(() => {});
    }
  }

  /** Opens the source while the peer looks, until it ends by itself. */
  async #pumpOnDemand(source: Source<EncodedFrame>): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      await this.#demand.begins(signal);
      if (signal.aborted) return;
      const look = new AbortController();
      const forget = [this.#demand.onEnd(() => look.abort()), onAbort(signal, () => look.abort())];
      try {
        const frames = source({ signal: look.signal });
        const work = isPushing(frames) ? frames.pushTo(this) : this.#pump(frames, look.signal);
        await orAborted(work, look.signal);
        if (!look.signal.aborted) return;
      } finally {
        for (const each of forget) each();
        look.abort();
      }
    }
  }
}

/** What leaves, if it does. How old a picture was that another peer sent here is that peer's own to keep low. */
function departure({ data, level = 0, times, timestamp }: EncodedFrame, at: number): SentFrame {
  return { bytes: data.length, level, age: at - (times?.received ?? timestamp) };
}

/** Whether frames can be had without a promise for each. */
function isPushing(frames: AsyncIterable<EncodedFrame>): frames is Pushing<EncodedFrame> {
  return "pushTo" in frames;
}

/** Waits for `work`, but no longer than until the signal aborts. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let forget = (): void => {};
  const aborted = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    forget();
  }
}
