/** Checks of a lost device. */
import { ensure, ensureInOrder, until } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** Checks that the source survives the loss of its device. */
export function lossChecks(create: CreateSource, { device }: SourceComplianceOptions): readonly SourceCheck[] {
  if (!device) return [];
  const { recoveryTimeoutMs = 2000 } = device;
  return [
    {
      name: "continues when its device is back, and logs the loss and the recovery",
      async run() {
        const frames = create({})()[Symbol.asyncIterator]();
        try {
          const seen = [];
          for (let i = 0; i < 3; i++) seen.push(await next());
          const before = device.logLines().length;
          await device.disconnect();
          // Frames that have arrived already may still be yielded.
          let waiting = next();
          for (;;) {
            const more = await Promise.race([waiting, new Promise<void>((resolve) => setTimeout(resolve, 300))]);
            if (!more) break;
            seen.push(more);
            waiting = next();
          }
          await until(
            () => device.logLines().length > before,
            () => "The source does not log that the device is lost",
            10_000,
          );
          await device.reconnect();
          const restored = performance.now();
          seen.push(await waiting);
          const ms = performance.now() - restored;
          ensure(
            ms < recoveryTimeoutMs,
            `The first frame arrived ${ms} ms after the device was back; the limit is ${recoveryTimeoutMs} ms.`,
          );
          for (let i = 0; i < 2; i++) seen.push(await next());
          ensureInOrder(seen);
          ensure(device.logLines().length > before + 1, "The source does not log that the device is back.");
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
