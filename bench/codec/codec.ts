/** `pnpm bench codec`: the time and the bytes of each codec, beside libjpeg-turbo's own benchmark and OpenCV. */
import { type Command, Option } from "commander";
import { benchmarkCommand, numberOption, type Report } from "../command.ts";
import { footage } from "../footage.ts";
import { type CodecRow, codecTable, measureEachCodec } from "./each-codec.ts";
import { type GoalRow, goalTable, measureGoal } from "./goal.ts";
import { measureLadder } from "./ladder.ts";
import { openOtherPrograms } from "./other-programs.ts";

interface Options {
  readonly rounds: number;
  readonly ladder: boolean;
}

const sizes = [
  [768, 576],
  [1280, 720],
  [1920, 1080],
] as const;

/** A ratio near 1 needs many turns. */
const goalTurnsPerRound = 6;

/** The command. */
export const codec: Command = benchmarkCommand<Options>({
  name: "codec",
  description:
    "Encodes and decodes one frame of a street with each codec, one at a time, beside tjbench and OpenCV at the same quality and subsampling.",
  options: [
    numberOption("--rounds <count>", "turns of each codec", 7),
    new Option("--ladder", "measure the renditions of the default ladder instead").default(false),
  ],
  run: ({ rounds, ladder }) => (ladder ? measureLadder() : measureCodecs(rounds)),
});

async function measureCodecs(rounds: number): Promise<Report> {
  const codecs: CodecRow[] = [];
  const goals: GoalRow[] = [];
  for (const [width, height] of sizes) {
    const [frame] = footage(width, height, 1);
    if (!frame) throw new Error("The footage has no frame.");
    const others = openOtherPrograms(frame);
    try {
      codecs.push(...(await measureEachCodec(frame, others.programs, rounds)));
      if (others.tjbench) goals.push(await measureGoal(frame, others.tjbench, goalTurnsPerRound * rounds));
    } finally {
      others.close();
    }
  }
  return {
    json: { codecs, goals },
    text: [codecTable(codecs), goalTable(goals)].join("\n"),
    met: goals.every(({ met }) => met),
  };
}
