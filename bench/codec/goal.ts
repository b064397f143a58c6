import { fileURLToPath } from "node:url";
import { jpeg } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { startPeer } from "../peer.ts";
import { median, table } from "../table.ts";
import { type BothCosts, type Cost, compare, quartiles, round, together, type Work } from "./compare.ts";
import { sizeOf } from "./picture.ts";
import type { Way } from "./way.ts";

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

/** The two by turns, each in a process of its own and with nothing between them, so that each turn has its ratio. */
export async function measureGoal(frame: VideoFrame, tjbench: Way, turns: number): Promise<GoalRow> {
  const ours = openOwn(frame);
  const [own = [], its = []] = await compare([ours, tjbench], turns).finally(ours.close);
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

function openOwn({ width, height }: VideoFrame): Work<BothCosts> & { close(): void } {
  const program = fileURLToPath(new URL("../peers/codec-peer.js", import.meta.url));
  const peer = startPeer([process.execPath, program, width, height].map(String), "What it wrote above says why.");
  return {
    run() {
      peer.tell("");
      return peer.answer<BothCosts>();
    },
    close: () => peer.kill(),
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
