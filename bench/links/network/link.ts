/** An emulated link between the two namespaces. The emulator is link.py. */
import { createInterface } from "node:readline";
import { pythonScript } from "../../peer.ts";
import type { Namespaces } from "./namespaces.ts";

/** A link, the same in both directions. */
export interface LinkOptions {
  /** Bits per second of whole IP packets. */
  readonly rate: number;
  /** One way, in milliseconds. */
  readonly delayMs: number;
  /** Part of the packets that is lost each way, 0 to 1. */
  readonly loss: number;
  /** Size of the queue in front of the link, which drops packets when it is full. */
  readonly queueBytes: number;
}

/** A change while the link is in use. */
export type LinkChange = { readonly rate: number } | { readonly cut: boolean };

/** Packets in one direction. */
export interface DirectionStats {
  readonly packets: number;
  readonly bytes: number;
  /** Dropped by a full queue. */
  readonly overflowed: number;
  /** Lost at random, or by a cut. */
  readonly lost: number;
  /** Delay that the emulator itself added, in milliseconds: mean and maximum. */
  readonly lateMs: number;
  readonly maxLateMs: number;
}

/** A link that is up. */
export interface Link {
  /** Changes the link. Resolves to the time of the change, in microseconds of the monotonic clock. */
  change(change: LinkChange): Promise<number>;
  /** Removes the link. Resolves to its counts from near to far, and from far to near. */
  close(): Promise<readonly DirectionStats[]>;
}

/** Address of the camera's side. */
export const nearAddress = "10.47.0.1";
const farAddress = "10.47.0.2";

type Answer = { readonly ready: true } | { readonly at: number } | { readonly ends: readonly DirectionStats[] };

/** Joins the namespaces. The losses are the same in each run. */
export async function openLink(
  namespaces: Namespaces,
  { rate, delayMs, loss, queueBytes }: LinkOptions,
): Promise<Link> {
  const ends = [
    { device: `fwn${process.pid}`, namespace: namespaces.near, address: nearAddress },
    { device: `fwf${process.pid}`, namespace: namespaces.far, address: farAddress },
  ];
  const congestion = namespaces.congestionControl;
  const plan = { ends, congestion, rate, delay: delayMs / 1000, loss, queue: queueBytes, seed: 3 };
  const child = namespaces.spawn(undefined, pythonScript("links/network/link", JSON.stringify(plan)), {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("The emulator has no pipes.");
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();

  async function answer(): Promise<Answer> {
    const { done, value } = await lines.next();
    if (done) throw new Error("The emulator of the link ended early; the lines above say why.");
    return JSON.parse(value) as Answer;
  }

  await answer();
  return {
    async change(change) {
      stdin.write(`${JSON.stringify(change)}\n`);
      const changed = await answer();
      return "at" in changed ? changed.at : Number.NaN;
    },
    async close() {
      stdin.end();
      const last = await answer();
      // The devices exist as long as the process; the next link uses the same names.
      await namespaces.kill(child);
      return "ends" in last ? last.ends : [];
    },
  };
}
