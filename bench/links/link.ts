import { fileURLToPath } from "node:url";
import type { Lab } from "./lab.ts";
import { jsonLines } from "./lines.ts";

/** What a link is like, the same in both directions. */
export interface LinkOptions {
  /** Bits a second, of whole IP packets. */
  readonly rate: number;
  /** One way, in milliseconds. */
  readonly delayMs: number;
  /** Part of the packets that is lost each way, 0 to 1. */
  readonly loss: number;
  /** Bytes that wait in front of the link before it drops what comes. */
  readonly queueBytes: number;
}

/** What changes on a link while it is in use. */
export type LinkChange = { readonly rate: number } | { readonly cut: boolean };

/** What a link did in one direction. */
export interface DirectionStats {
  readonly packets: number;
  readonly bytes: number;
  /** Packets for which the queue had no room. */
  readonly overflowed: number;
  /** Packets lost by chance, or by a cut. */
  readonly lost: number;
  /** How late the emulator itself was, in milliseconds: the mean, and the worst. */
  readonly lateMs: number;
  readonly latestMs: number;
}

/** A link between the two namespaces of a lab. */
export interface Link {
  /** Changes it, and says when that was in force: microseconds of the monotonic clock. */
  change(change: LinkChange): Promise<number>;
  /** Takes it down, and says what it did from near to far, and from far to near. */
  close(): Promise<readonly DirectionStats[]>;
}

/** Addresses of the two sides. */
export const nearAddress = "10.47.0.1";
const farAddress = "10.47.0.2";

/** Interpreter of the scripts beside this: another one may be first on the path, without Debian's modules. */
export const python = "/usr/bin/python3";

/** Where a script is, seen from the compiled file. */
export function scriptPath(fromBench: string): string {
  return fileURLToPath(new URL(`../../${fromBench}`, import.meta.url));
}

type Answer = { readonly ready: true } | { readonly at: number } | { readonly ends: readonly DirectionStats[] };

/** Joins the namespaces of a lab. The losses are the same at each run. */
export async function openLink(lab: Lab, { rate, delayMs, loss, queueBytes }: LinkOptions): Promise<Link> {
  const [near, far] = lab.namespaces;
  const ends = [
    { device: `fwn${process.pid}`, namespace: near, address: nearAddress },
    { device: `fwf${process.pid}`, namespace: far, address: farAddress },
  ];
  const plan = {
    ends,
    congestion: lab.congestionControl,
    rate,
    delay: delayMs / 1000,
    loss,
    queue: queueBytes,
    seed: 3,
  };
  const child = lab.spawn(undefined, [python, scriptPath("links/link.py"), JSON.stringify(plan)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error("The link has no pipes.");
  const answers = jsonLines<Answer>(stdout);

  async function next(): Promise<Answer> {
    const { done, value } = await answers.next();
    if (done) throw new Error("The emulator of the link ended early; its last words are above.");
    return value;
  }

  await next();
  return {
    async change(change) {
      stdin.write(`${JSON.stringify(change)}\n`);
      const answer = await next();
      return "at" in answer ? answer.at : Number.NaN;
    },
    async close() {
      stdin.end();
      const answer = await next();
      // The devices go with the process; the next link's have the same names.
      await lab.kill(child);
      return "ends" in answer ? answer.ends : [];
    },
  };
}
