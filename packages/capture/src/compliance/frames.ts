/** Checks of the frames of a source. */
import { isEncoded, now } from "@framewire/media";
import { ensure, ensureInOrder, take } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** Checks the frames and the description of the source. */
export function frameChecks(create: CreateSource, options: SourceComplianceOptions): readonly SourceCheck[] {
  const checks: SourceCheck[] = [
    {
      name: "yields frames with increasing numbers and times, none from the future",
      async run() {
        const start = now();
        const frames = await take(create({}), 10);
        ensureInOrder(frames);
        const end = now();
        for (const { sequence, timestamp } of frames) {
          ensure(timestamp <= end, `Frame ${sequence} is ${timestamp - end} µs from the future.`);
          ensure(timestamp > start - 5e6, `The time of frame ${sequence} is not on this machine's clock.`);
        }
      },
    },
    {
      name: "can be read again",
      async run() {
        const source = create({});
        ensureInOrder(await take(source, 3));
        ensureInOrder(await take(source, 3));
      },
    },
    {
      name: "describes its device at any time, and the size and format after the first frame",
      async run() {
        const source = create({});
        ensure((source.describe?.().device ?? "") !== "", "describe() returns no device.");
        const [frame] = await take(source, 1);
        const description = source.describe?.();
        ensure(
          description?.width === frame?.width && description?.height === frame?.height,
          "describe() returns another size.",
        );
        ensure(
          frame !== undefined && description?.passthrough === isEncoded(frame),
          "describe() returns a wrong passthrough.",
        );
        ensure((description.format ?? "") !== "", "describe() returns no format.");
      },
    },
  ];
  if (options.honoursSize) {
    checks.push({
      name: "honours the requested size",
      async run() {
        for (const size of [
          { width: 320, height: 240 },
          { width: 160, height: 90 },
        ]) {
          const [frame] = await take(create(size), 1);
          ensure(
            frame?.width === size.width && frame.height === size.height,
            `The size is ${frame?.width}x${frame?.height}.`,
          );
        }
      },
    });
  }
  if (options.honoursFps) {
    checks.push({
      name: "honours the requested rate",
      async run() {
        for (const fps of [10, 25]) {
          const frames = await take(create({ fps, width: 160, height: 90 }), 15);
          // The first frames may have waited while the device opened.
          const [from, to] = [frames[4]?.timestamp ?? 0, frames[14]?.timestamp ?? 0];
          const measured = 10e6 / (to - from);
          ensure(measured > fps * 0.7 && measured < fps * 1.3, `The rate is ${measured}, and ${fps} was requested.`);
        }
      },
    });
  }
  return checks;
}
