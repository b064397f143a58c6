import { parseArgs } from "node:util";
import { jpeg, webp } from "@framewire/codec";
import { type ConcurrencyRow, concurrencyTable, measureConcurrency } from "./codec/concurrency.ts";
import { type GoalRow, goalTable, measureGoal } from "./codec/goal.ts";
import { layoutTable, measureLayouts } from "./codec/layouts.ts";
import { openPeers } from "./codec/peers.ts";
import { pictureOf, quality } from "./codec/picture.ts";
import { measureWays, type WayRow, waysTable } from "./codec/ways.ts";

const sizes = [
  [768, 576],
  [1280, 720],
  [1920, 1080],
] as const;

/** Turns of the goal's two for each round of all: what is near 1 takes many to tell. */
const goalTurns = 6;

/**
 * `pnpm bench codec`: what each codec takes to encode and decode one picture, one at a time, beside
 * libjpeg-turbo's own benchmark and OpenCV with the same picture, quality and subsampling. Then the codec that apps
 * use by turns with libjpeg-turbo's own alone, the layouts of pixels, and several frames in work. Exits with 1 where
 * the goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { rounds: { type: "string", default: "7" }, json: { type: "boolean", default: false } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds must be a whole number of at least 1, and is ${values.rounds}.`);
  }
  const ways: WayRow[] = [];
  const goals: GoalRow[] = [];
  for (const [width, height] of sizes) {
    const frame = pictureOf(width, height);
    const peers = openPeers(frame, quality);
    try {
      ways.push(...(await measureWays(frame, peers, rounds)));
      if (typeof peers.tjbench !== "string") goals.push(await measureGoal(frame, peers.tjbench, goalTurns * rounds));
    } finally {
      peers.close();
    }
  }
  const layouts = await measureLayouts(pictureOf(1920, 1080), rounds);
  const concurrency: ConcurrencyRow[] = [];
  for (const codec of [jpeg, webp]) {
    concurrency.push(...(await measureConcurrency(codec, pictureOf(1280, 720), rounds)));
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "codec", ways, goals, layouts, concurrency })}\n`
      : [waysTable(ways), goalTable(goals), layoutTable(layouts), concurrencyTable(concurrency)].join("\n"),
  );
  if (goals.some(({ met }) => !met)) process.exitCode = 1;
}
