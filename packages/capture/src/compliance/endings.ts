/** Checks of the start and the end of a source. */
import { ensure, take, until } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** Limit from the abort to the end of the loop, in milliseconds. */
const limitMs = 200;

/** Checks when the source opens, and that it releases everything at the end. */
export function endingChecks(
  create: CreateSource,
  { openResources: opened = activeResources }: SourceComplianceOptions,
): readonly SourceCheck[] {
  /** Waits until at most `before` resources are open: the system reports a closed one with a delay. */
  async function ensureClosed(before: number): Promise<void> {
    await until(
      () => opened() <= before,
      () => `${opened()} resources are open after the end, and ${before} were open before`,
      limitMs,
    );
  }

  /** Aborts after `frames` frames, or while the source opens for 0, and checks how long the end takes. */
  async function endAfter(frames: number): Promise<void> {
    const source = create({});
    const before = opened();
    const stop = new AbortController();
    let aborted = 0;
    function abort(): void {
      aborted = performance.now();
      stop.abort();
    }
    if (frames === 0) setTimeout(abort, 20);
    let seen = 0;
    for await (const _ of source({ signal: stop.signal })) {
      if (++seen === frames) abort();
    }
    const ms = performance.now() - aborted;
    ensure(aborted > 0, "The source ended before the abort.");
    ensure(ms < limitMs, `The loop ended ${ms} ms after the abort.`);
    await ensureClosed(before);
  }

  return [
    {
      name: "opens nothing before the first frame is requested",
      async run() {
        const before = opened();
        const source = create({});
        source()[Symbol.asyncIterator]();
        await new Promise((resolve) => setTimeout(resolve, 50));
        ensure(opened() <= before, "The source has opened something.");
      },
    },
    {
      name: "opens nothing when the signal has already aborted",
      async run() {
        const before = opened();
        for await (const _ of create({})({ signal: AbortSignal.abort() }))
          ensure(false, "The source yields a frame after the abort.");
        ensure(opened() <= before, "The source has opened something.");
      },
    },
    { name: `ends within ${limitMs} ms of an abort while it opens, and leaves nothing open`, run: () => endAfter(0) },
    { name: `ends within ${limitMs} ms of an abort between frames, and leaves nothing open`, run: () => endAfter(3) },
    {
      name: "ends when the reader leaves, and leaves nothing open",
      async run() {
        const source = create({});
        const before = opened();
        await take(source, 2);
        await ensureClosed(before);
      },
    },
    {
      name: "keeps no listener on the signal",
      async run() {
        const { signal } = new AbortController();
        let listeners = 0;
        const add = signal.addEventListener.bind(signal);
        const remove = signal.removeEventListener.bind(signal);
        signal.addEventListener = (...args: Parameters<typeof add>) => {
          listeners++;
          add(...args);
        };
        signal.removeEventListener = (...args: Parameters<typeof remove>) => {
          listeners--;
          remove(...args);
        };
        for await (const _ of create({})({ signal })) break;
        ensure(listeners <= 0, `${listeners} listeners are left on the signal.`);
      },
    },
  ];
}

function activeResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate").length;
}
