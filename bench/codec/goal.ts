/** The JPEG codec that apps use beside tjbench, in alternating turns with nothing between them. */
import { jpeg } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { nodeProgram, startPeer } from "../peer.ts";
import { median, percentile, table, yesNo } from "../table.ts";
import { type Candidate, type CodecCost, type Cost, takeTurns, total } from "./cost.ts";

/** The most time for encoding and decoding, beside tjbench. */
const goal = 1.15;

/** The comparison at one size. */
export interface GoalRow {
  readonly size: string;
  /** Time to encode and decode beside tjbench: the median of the turns. */
  readonly ratio: number;
  /** First and third quartile of the turns. */
  readonly quartiles: readonly [number, number];
  readonly cpuRatio: number;
  readonly goal: number;
  readonly met: boolean;
}

/** Each turn of the two gives one ratio. */
export async function measureGoal({ width, height }: VideoFrame, tjbench: Candidate, turns: number): Promise<GoalRow> {
  const peer = startPeer(nodeProgram("codec/goal-process", width, height));
  const ours = {
    run() {
      peer.send("run");
      return peer.receive<CodecCost>();
    },
  };
  const [own = [], theirs = []] = await takeTurns([ours, tjbench], turns).finally(peer.kill);
  const ratios = (key: keyof Cost): number[] =>
    own.flatMap((cost, i) => (theirs[i] ? [total(cost)[key] / total(theirs[i])[key]] : []));
  const times = ratios("ms");
  const ratio = median(times);
  return {
    size: `${width}x${height}`,
    ratio,
    quartiles: [percentile(times, 0.25), percentile(times, 0.75)],
    cpuRatio: median(ratios("cpuMs")),
    goal,
    met: ratio <= goal,
  };
}

/** The rows; a sentence where tjbench is missing. */
export function goalTable(rows: readonly GoalRow[]): string {
  if (rows.length === 0) return "The goal is not measured, because tjbench is missing.\n";
  return table(
    ["size", `${jpeg.name} by ${jpeg.implementation} / tjbench`, "half of the turns", "CPU", "goal", "met"],
    rows.map(({ size, ratio, quartiles, cpuRatio, goal, met }) => [
      size,
      ratio.toFixed(2),
      quartiles.map((each) => each.toFixed(2)).join(" to "),
      cpuRatio.toFixed(2),
      `<= ${goal}`,
      yesNo(met),
    ]),
  );
}
