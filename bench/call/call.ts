/** `pnpm bench call`: the CPU of a video call, beside a Python script with sockets and OpenCV. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jpeg } from "@framewire/codec";
import type { Command } from "commander";
import { benchmarkCommand, durationOption, numberOption } from "../command.ts";
import { footage } from "../footage.ts";
import { nodeProgram, type Peer, pythonScript, startPeer } from "../peer.ts";
import { median, medians, table, yesNo } from "../table.ts";

/** Both sides of a call in one turn, together. */
type Turn = Readonly<{
  /** CPU of both processes, user and system, for each frame that a side decoded. */
  cpuMs: number;
  /** Frames per second that a side decoded. */
  fps: number;
}>;

/** One side's answer to a turn. */
interface Side {
  readonly decoded: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Row {
  readonly size: string;
  readonly lockstep: Turn;
  readonly framewire: Turn;
  /** Median of the CPU ratios of the turns. */
  readonly ratio: number;
  readonly met: boolean;
}

interface Options {
  readonly turns: number;
  readonly warmUp: number;
}

const goal = 0.6;
const quality = 80;
const fps = 30;
/** Different frames in the footage. */
const frameCount = 30;
/** Frames that each side sends in a turn. */
const turnFrames = 60;
const sizes = [
  [768, 576],
  [1920, 1080],
] as const;

/**
 * The command. Both calls are open, and only one sends at a time. The warm-up lets V8 compile the code that runs thirty
 * times per second.
 */
export const call: Command = benchmarkCommand<Options>({
  name: "call",
  description:
    "CPU of both processes of a video call at 30 fps, with encoding and decoding on both sides, beside a lock-step Python script with sockets and OpenCV.",
  options: [
    durationOption("--warm-up <time>", "time that Framewire runs before the first turn", 60),
    numberOption("--turns <count>", "turns of two seconds for each", 15),
  ],
  async run(options) {
    const folder = await mkdtemp(join(tmpdir(), "framewire-call-"));
    const rows: Row[] = [];
    try {
      for (const [width, height] of sizes) {
        const file = join(folder, `${width}x${height}.rgb`);
        await writeFile(file, Buffer.concat(footage(width, height, frameCount).map(({ data }) => data)));
        rows.push(await compare(`${width}x${height}`, [file, width, height, quality], options));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    return {
      json: { codec: jpeg.implementation, goal, rows },
      text: callTable(rows),
      met: rows.every(({ met }) => met),
    };
  },
});

async function compare(size: string, input: readonly (string | number)[], options: Options): Promise<Row> {
  const peers: Peer[] = [];
  try {
    const lockstep = await openCall(peers, (...role) =>
      startPeer(pythonScript("call/lockstep_side", ...role, ...input), "It needs apt-get install python3-opencv."),
    );
    const framewire = await openCall(peers, (...role) =>
      startPeer(nodeProgram("call/framewire-side", ...role, ...input)),
    );
    await lockstep(turnFrames);
    await framewire(options.warmUp * fps);
    const turns: { readonly lockstep: Turn; readonly framewire: Turn }[] = [];
    for (let turn = 0; turn < options.turns; turn++) {
      turns.push({ lockstep: await lockstep(turnFrames), framewire: await framewire(turnFrames) });
    }
    const ratio = median(turns.map(({ lockstep, framewire }) => framewire.cpuMs / lockstep.cpuMs));
    return {
      size,
      lockstep: medians(turns.map(({ lockstep }) => lockstep)),
      framewire: medians(turns.map(({ framewire }) => framewire)),
      ratio,
      met: ratio <= goal,
    };
  } finally {
    for (const peer of peers) peer.kill();
  }
}

/** Opens a call between two processes. Returns a function that has each side send some frames. */
async function openCall(
  peers: Peer[],
  start: (role: "server" | "client", port: number) => Peer,
): Promise<(frames: number) => Promise<Turn>> {
  const server = start("server", 0);
  peers.push(server);
  const { port } = await server.receive<{ readonly port: number }>();
  const client = start("client", port);
  peers.push(client);
  await client.receive();
  return async (frames) => {
    for (const side of [server, client]) side.send(frames);
    const sides = await Promise.all([server.receive<Side>(), client.receive<Side>()]);
    const sum = (key: keyof Side): number => sides[0][key] + sides[1][key];
    return { cpuMs: (1000 * sum("cpuSeconds")) / sum("decoded"), fps: sum("decoded") / sum("seconds") };
  };
}

function callTable(rows: readonly Row[]): string {
  const ours = `Framewire (${jpeg.implementation ?? jpeg.name}), CPU ms a frame`;
  return table(
    ["call", "Python, CPU ms a frame", "fps", ours, "fps", "ratio", "goal", "met"],
    rows.map(({ size, lockstep, framewire, ratio, met }) => [
      size,
      lockstep.cpuMs.toFixed(2),
      lockstep.fps.toFixed(1),
      framewire.cpuMs.toFixed(2),
      framewire.fps.toFixed(1),
      ratio.toFixed(2),
      `≤ ${goal}`,
      yesNo(met),
    ]),
  );
}
