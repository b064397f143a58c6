import { isEncoded, now } from "@framewire/media";
import { ensure, ensureInOrder, take } from "./ensure.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./source-check.ts";

/** What the frames are like, and what the source says of them. */
export function frameChecks(create: CreateSource, options: SourceComplianceOptions): readonly SourceCheck[] {
  const checks: SourceCheck[] = [
    {
      name: "gives frames whose numbers and times grow, none of which is from the future",
      async run() {
        const start = now();
        const frames = await take(create({}), 10);
        ensureInOrder(frames);
        const end = now();
        for (const { sequence, timestamp } of frames) {
          ensure(timestamp <= end, `Frame ${sequence} is ${timestamp - end} µs from the future.`);
          ensure(timestamp > start - 5e6, `The time of frame ${sequence} is not of this machine's clock.`);
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
      name: "says what it is: a device at any time, and the size and kind of its frames once there is one",
      async run() {
        const source = create({});
        ensure((source.describe?.().device ?? "") !== "", "describe() names no device.");
        const [frame] = await take(source, 1);
        const says = source.describe?.();
        ensure(says?.width === frame?.width && says?.height === frame?.height, "describe() gives another size.");
        ensure(frame !== undefined && says?.passthrough === isEncoded(frame), "describe() states passthrough wrongly.");
        ensure((says.format ?? "") !== "", "describe() gives no format.");
      },
    },
  ];
  if (options.honoursSize) {
    checks.push({
      name: "honours the size that it is asked for",
      async run() {
        for (const size of [
          { width: 320, height: 240 },
          { width: 160, height: 90 },
        ]) {
          const [frame] = await take(create(size), 1);
          ensure(
            frame?.width === size.width && frame.height === size.height,
            `It is ${frame?.width}x${frame?.height}.`,
          );
        }
      },
    });
  }
  if (options.honoursFps) {
    checks.push({
      name: "honours the rate that it is asked for",
      async run() {
        for (const fps of [10, 25]) {
          const frames = await take(create({ fps, width: 160, height: 90 }), 15);
          // The first ones may have waited while the device was opened.
          const [from, to] = [frames[4]?.timestamp ?? 0, frames[14]?.timestamp ?? 0];
          const measured = 10e6 / (to - from);
          ensure(measured > fps * 0.7 && measured < fps * 1.3, `Asked for ${fps} a second, it gives ${measured}.`);
        }
      },
    });
  }
  return checks;
}
