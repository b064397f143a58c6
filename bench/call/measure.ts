import { type ChildProcess, fork, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { answer } from "../answer.ts";
import type { Side, Task } from "../peers/call-peer.ts";

/** A call, both sides together. */
export interface Call {
  /** CPU of both processes, user and system, for each picture that was shown on either side. */
  readonly cpuMs: number;
  /** Pictures that a side was shown a second. */
  readonly fps: number;
}

/** A call between two Framewire processes. */
export async function framewireCall(task: Task): Promise<Call> {
  const start = (): ChildProcess => fork(fileURLToPath(new URL("../peers/call-peer.js", import.meta.url)));
  const sides = [start(), start()] as const;
  try {
    const [server, client] = sides;
    server.send(task);
    const called: Task = { ...task, port: await answer<number>(server, "port") };
    client.send(called);
    return summary(await Promise.all(sides.map((side) => answer<Side>(side, "result"))));
  } finally {
    for (const side of sides) side.kill("SIGKILL");
  }
}

/** A call between two Python scripts with sockets and OpenCV, in lock-step. */
export async function lockstepCall({ file, width, height, quality, seconds }: Task): Promise<Call> {
  const script = fileURLToPath(new URL("../../peers/call_lockstep.py", import.meta.url));
  const start = (role: string, port: number) => {
    const words = [script, role, port, file, width, height, quality, seconds].map(String);
    // Debian's own Python has Debian's OpenCV; another may be first on the path.
    const child = spawn("/usr/bin/python3", words, { stdio: ["ignore", "pipe", "inherit"] });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  };
  const server = start("server", 0);
  try {
    const { port } = await line<{ readonly port: number }>(server.lines);
    const client = start("client", port);
    try {
      return summary(await Promise.all([line<Side>(server.lines), line<Side>(client.lines)]));
    } finally {
      client.child.kill("SIGKILL");
    }
  } finally {
    server.child.kill("SIGKILL");
  }
}

async function line<T>(lines: AsyncIterator<string>): Promise<T> {
  const { value, done } = await lines.next();
  if (done)
    throw new Error("The lock-step script ended early; it takes Debian's OpenCV: apt-get install python3-opencv");
  return JSON.parse(value) as T;
}

function summary(sides: readonly Side[]): Call {
  const sum = (of: keyof Side): number => sides.reduce((total, side) => total + side[of], 0);
  return { cpuMs: (1000 * sum("cpuSeconds")) / sum("shown"), fps: sum("shown") / sum("seconds") };
}
