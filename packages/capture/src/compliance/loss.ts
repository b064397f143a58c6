import { ensure, ensureInOrder, until } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** What happens when the device goes away and comes back. */
export function lossChecks(create: CreateSource, { device }: SourceComplianceOptions): readonly SourceCheck[] {
  if (!device) return [];
  const { within = 2000 } = device;
  return [
    {
      name: "goes on when its device is back, and says when it is lost and when it is back",
      async run() {
        const frames = create({})()[Symbol.asyncIterator]();
        try {
          const seen = [];
          for (let i = 0; i < 3; i++) seen.push(await next());
          const before = device.said().length;
          await device.lose();
          // What had come by then may still be given.
          let waiting = next();
          for (;;) {
            const more = await Promise.race([waiting, new Promise<void>((resolve) => setTimeout(resolve, 300))]);
            if (!more) break;
            seen.push(more);
            waiting = next();
          }
          await until(
            () => device.said().length > before,
            () => "It does not say that the device is lost",
            10_000,
          );
          await device.restore();
          const restored = performance.now();
          seen.push(await waiting);
          const ms = performance.now() - restored;
          ensure(ms < within, `It took ${ms} ms until the picture was back, and may take ${within}.`);
          for (let i = 0; i < 2; i++) seen.push(await next());
          ensureInOrder(seen);
          ensure(device.said().length > before + 1, "It does not say that the device is back.");
        } finally {
          await frames.return?.();
        }

        async function next(): Promise<Awaited<ReturnType<typeof frames.next>>["value"]> {
          const { done, value } = await frames.next();
          ensure(!done, "The source ended.");
          return value;
        }
      },
    },
  ];
}
