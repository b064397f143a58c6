import {
  createMailbox,
  type EncodedFrame,
  isEncoded,
  type Mailbox,
  type Shared,
  type VideoFrame,
} from "@framewire/media";
import type { Codec } from "./codec.ts";

/** What a receiver takes. */
export interface Wanted {
  /** Names of the codecs that it decodes. */
  readonly accepts: ReadonlySet<string>;
  /** Encodes what it does not take as it is. */
  readonly codec: Codec;
}

/** Where the frames for one reader go. */
export interface Outlet extends Wanted {
  readonly mailbox: Mailbox<EncodedFrame>;
  /** Order of the newest frame that was put in the mailbox. */
  newest: number;
  /** Frames that came from the encoder when a newer one had gone by untouched. */
  overtaken: number;
}

/** The reader takes the frame as it is. */
export function takes({ accepts }: Wanted, frame: VideoFrame | EncodedFrame): frame is EncodedFrame {
  return isEncoded(frame) && accepts.has(frame.codec);
}

/** Puts the frame in the mailbox, unless the reader has been given a newer one. */
export function deliver(outlet: Outlet, order: number, frame: EncodedFrame): void {
  if (order < outlet.newest) {
    outlet.overtaken++;
    return;
  }
  outlet.newest = order;
  outlet.mailbox.put(frame);
}

/**
 * Gives each reader an outlet, which is among `outlets` from the first `next()` until the reader leaves
 * or `serving` ends.
 */
export function readOutlets(wanted: Wanted, outlets: Set<Outlet>, serving: Shared<never>): Shared<EncodedFrame> {
  return (options) => {
    let current: Outlet | undefined;
    return {
      get dropped() {
        return current ? current.mailbox.dropped + current.overtaken : 0;
      },
      [Symbol.asyncIterator]() {
        const outlet: Outlet = { ...wanted, mailbox: createMailbox(), newest: 0, overtaken: 0 };
        current = outlet;
        return readOutlet(outlet, outlets, serving(options)[Symbol.asyncIterator]());
      },
    };
  };
}

function readOutlet(
  outlet: Outlet,
  outlets: Set<Outlet>,
  serving: AsyncIterator<never>,
): AsyncIterator<EncodedFrame, undefined> {
  let started = false;

  function leave(error?: Error): void {
    outlets.delete(outlet);
    outlet.mailbox.close(error);
  }

  /** Keeps the source open, and learns when it ends and why. */
  async function join(): Promise<void> {
    outlets.add(outlet);
    try {
      await serving.next();
      leave();
    } catch (error) {
      leave(error as Error);
    }
  }

  async function finish(): Promise<IteratorReturnResult<undefined>> {
    started = true;
    leave();
    await serving.return?.();
    return { done: true, value: undefined };
  }

  return {
    async next() {
      if (!started) {
        started = true;
        void join();
      }
      try {
        const result = await outlet.mailbox.take();
        return result.done ? await finish() : result;
      } catch (error) {
        await finish();
        throw error;
      }
    },
    return: finish,
  };
}
