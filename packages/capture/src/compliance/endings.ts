import { ensure, take, until } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** Milliseconds from the abort to the end of the loop, at most. */
const limit = 200;

/** When the source is open, and that nothing of it is left. */
export function endingChecks(
  create: CreateSource,
  { opened = activeResources }: SourceComplianceOptions,
): readonly SourceCheck[] {
  /** Nothing more is open than `before`: at once, but for what the system takes to tell us. */
  async function ensureClosed(before: number): Promise<void> {
    await until(
      () => opened() <= before,
      () => `${opened()} things are open after the end, and ${before} were before`,
      limit,
    );
  }

  /** Aborts when `frames` have come, or after a moment for 0, and measures how long the end takes. */
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
    ensure(ms < limit, `After the abort it took ${ms} ms until the loop was over.`);
    await ensureClosed(before);
  }

  return [
    {
      name: "opens nothing before the first frame is asked for",
      async run() {
        const before = opened();
        const source = create({});
        source()[Symbol.asyncIterator]();
        await new Promise((resolve) => setTimeout(resolve, 50));
        ensure(opened() <= before, "It has opened something.");
      },
    },
    {
      name: "opens nothing when the signal has aborted before",
      async run() {
        const before = opened();
        for await (const _ of create({})({ signal: AbortSignal.abort() })) ensure(false, "It gives a frame.");
        ensure(opened() <= before, "It has opened something.");
      },
    },
    { name: `ends within ${limit} ms of an abort while it is opened, and leaves nothing open`, run: () => endAfter(0) },
    { name: `ends within ${limit} ms of an abort between frames, and leaves nothing open`, run: () => endAfter(3) },
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
        ensure(listeners <= 0, `${listeners} listeners are left.`);
      },
    },
  ];
}

function activeResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== "Immediate").length;
}
