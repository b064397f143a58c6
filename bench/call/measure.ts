import { fileURLToPath } from "node:url";
import { type Peer, startPeer } from "../peer.ts";

/** What is shown on both sides of a call. */
export interface Task {
  /** Raw RGB pictures, one after the other. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
}

/** What both sides of a call did in a turn of it, together. */
export interface Turn {
  /** CPU of both processes, user and system, for each picture that was shown on either side. */
  readonly cpuMs: number;
  /** Pictures that a side was shown a second. */
  readonly fps: number;
}

/** A call between two processes. Their cameras stand still but in its turns. */
export interface Call {
  /** Each side shows the other so many pictures, at 30 a second. */
  turn(pictures: number): Promise<Turn>;
  close(): void;
}

/** What one side did in a turn. */
interface Side {
  /** Pictures of the other that were decoded. */
  readonly shown: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Opens a call between two Framewire processes. */
export function framewireCall(task: Task): Promise<Call> {
  const program = fileURLToPath(new URL("../peers/call-peer.js", import.meta.url));
  return openCall(task, (words) => startPeer([process.execPath, program, ...words], "What it wrote above says why."));
}

/** Opens a call between two Python scripts with sockets and OpenCV, in lock-step. */
export function lockstepCall(task: Task): Promise<Call> {
  const script = fileURLToPath(new URL("../../peers/call_lockstep.py", import.meta.url));
  // Debian's own Python has Debian's OpenCV; another may be first on the path.
  return openCall(task, (words) =>
    startPeer(["/usr/bin/python3", script, ...words], "It takes Debian's OpenCV: apt-get install python3-opencv"),
  );
}

async function openCall(
  { file, width, height, quality }: Task,
  start: (words: readonly string[]) => Peer,
): Promise<Call> {
  const sides: Peer[] = [];
  const close = (): void => {
    for (const side of sides) side.kill();
  };
  const open = async (role: string, on: number): Promise<number> => {
    const side = start([role, on, file, width, height, quality].map(String));
    sides.push(side);
    const { port } = await side.answer<{ readonly port: number }>();
    return port;
  };
  try {
    await open("client", await open("server", 0));
  } catch (error) {
    close();
    throw error;
  }
  return {
    async turn(pictures) {
      for (const side of sides) side.tell(String(pictures));
      return summary(await Promise.all(sides.map((side) => side.answer<Side>())));
    },
    close,
  };
}

function summary(sides: readonly Side[]): Turn {
  const sum = (of: keyof Side): number => sides.reduce((total, side) => total + side[of], 0);
  return { cpuMs: (1000 * sum("cpuSeconds")) / sum("shown"), fps: sum("shown") / sum("seconds") };
}
