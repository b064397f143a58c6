import { abortable, type EncodedFrame, type Logger } from "@framewire/media";

/** Waits until a condition holds. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`After ${ms} ms it is still not so that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Reads frames until there are `count`. */
export async function take(frames: AsyncIterable<EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  const taken: EncodedFrame[] = [];
  for await (const frame of frames) {
    taken.push(frame);
    if (taken.length === count) break;
  }
  return taken;
}

/** A reader that stays. */
export interface Watch {
  /** How many frames it has got. */
  readonly count: number;
  /** Leaves, though no frame may come any more. */
  leave(): void;
}

/** Reads frames for as long as they come. */
export function watch(frames: AsyncIterable<EncodedFrame>): Watch {
  const leaving = new AbortController();
  let count = 0;
  void (async () => {
    for await (const _ of abortable(frames, leaving.signal)) count++;
  })();
  return {
    get count() {
      return count;
    },
    leave: () => leaving.abort(),
  };
}

/** A log that keeps lines as `level: message`. */
export function keepLog(): { readonly lines: readonly string[]; readonly log: Logger } {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, log: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") } };
}
