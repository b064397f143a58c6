import { jpeg } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { median, table } from "../table.ts";
import { type Cost, compare, quartiles, round, together } from "./compare.ts";
import { quality, sizeOf } from "./picture.ts";
import { throughCodec, type Way } from "./way.ts";

/** The most that encoding and decoding may take, beside libjpeg-turbo's own time for it. */
const goal = 1.15;

/** The codec that apps use by default, beside tjbench. */
export interface GoalRow {
  readonly size: string;
  /** Encoding and decoding beside tjbench's time for it: the median of the turns. */
  readonly ratio: number;
  /** The half of the turns that lies about the median is within these. */
  readonly half: readonly [number, number];
  readonly cpuRatio: number;
  readonly goal: number;
  readonly met: boolean;
}

/** The two by turns with nothing between them, so that each turn has a ratio of its own. */
export async function measureGoal(frame: VideoFrame, tjbench: Way, turns: number): Promise<GoalRow> {
  const ours = await throughCodec(jpeg.name, jpeg, frame, quality);
  const [own = [], its = []] = await compare([ours, tjbench], turns);
  const ratios = (key: keyof Cost): number[] =>
    own.flatMap((cost, turn) => (its[turn] ? [together(cost)[key] / together(its[turn])[key]] : []));
  const [low, ratio, high] = quartiles(ratios("ms"));
  return {
    size: sizeOf(frame),
    ratio: round(ratio),
    half: [round(low), round(high)],
    cpuRatio: round(median(ratios("cpuMs"))),
    goal,
    met: ratio <= goal,
  };
}

/** With a sentence in place of a table where there was no tjbench. */
export function goalTable(rows: readonly GoalRow[]): string {
  if (rows.length === 0) return "Nothing is said of the goal: there is no tjbench to measure beside.\n";
  return table(
    ["size", `${jpeg.name} by ${jpeg.implementation} beside tjbench`, "half of the turns", "CPU", "goal", "met"],
    rows.map(({ size, ratio, half, cpuRatio, goal, met }) => [
      size,
      ratio.toFixed(2),
      half.map((each) => each.toFixed(2)).join(" to "),
      cpuRatio.toFixed(2),
      `<= ${goal}`,
      met ? "yes" : "no",
    ]),
  );
}
