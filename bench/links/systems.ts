/** The systems that `pnpm bench links` compares: a sender at the camera, and a receiver at the other end of the link. */
import { type ChildProcess, spawnSync } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { endsEarly, nodeProgram, onMessage, pythonScript } from "../peer.ts";
import { nearAddress } from "./network/link.ts";
import { type Namespaces, pipedOutput } from "./network/namespaces.ts";
import type { Scenario } from "./scenarios.ts";

type Command = readonly [string, ...string[]];

/** A way to send frames. */
export interface System {
  readonly name: string;
  /** Its rows have to meet the goals. */
  readonly ours?: boolean;
  /** Why it cannot run here, if it cannot. */
  whyMissing?(): string | undefined;
  /** Reads the camera and serves on {@link port}. */
  sender(camera: string, scenario: Scenario): Command;
  /** The sender does not report when it listens. */
  readonly silentSender?: boolean;
  /** Writes a `ReceiverMessage` for each frame. */
  readonly receiver: Command;
}

const port = 4700;

/** Starts the sender of a system, and resolves when it listens. */
export async function startSender(
  namespaces: Namespaces,
  system: System,
  camera: string,
  scenario: Scenario,
): Promise<ChildProcess> {
  const child = namespaces.spawn(namespaces.near, system.sender(camera, scenario), pipedOutput);
  if (!system.silentSender) await listening(child);
  return child;
}

/** Resolves when a program reports its port. */
export async function listening(child: ChildProcess): Promise<void> {
  const reported = new Promise<void>((resolve) =>
    onMessage<{ readonly port?: number }>(child, ({ port }) => port !== undefined && resolve()),
  );
  const late = delay(10_000, undefined, { ref: false }).then(() => {
    throw new Error("A server did not listen within 10 s.");
  });
  await Promise.race([reported, endsEarly(child), late]);
}

/** Framewire: the server app, and a receiver built on `@framewire/client`. */
export const framewire: System = {
  name: "framewire",
  ours: true,
  sender: (camera, { singleRendition }) => [
    process.execPath,
    fileURLToPath(import.meta.resolve("server")),
    ...["--json", "--view", "none", "--log-level", "error", "--insecure", "--max-latency", "150ms"],
    ...["--port", String(port), "--source", camera],
    ...(singleRendition ? ["--levels", "1"] : []),
  ],
  receiver: nodeProgram("links/peers/framewire-receiver", `${nearAddress}:${port}`),
};

/** Length-prefixed frames over a socket: every frame, or the newest after each `drain`. */
function socketSystem(name: string, mode: "every" | "newest"): System {
  return {
    name,
    sender: (camera) => nodeProgram("links/peers/socket-sender", camera, port, mode),
    receiver: nodeProgram("links/peers/socket-receiver", nearAddress, port),
  };
}

const zeromq: System = {
  name: "zeromq",
  whyMissing: () =>
    spawnSync("/usr/bin/python3", ["-c", "import zmq"]).status === 0
      ? undefined
      : "missing: apt-get install python3-zmq",
  sender: (camera) => pythonScript("links/peers/zmq_publisher", camera, port),
  receiver: pythonScript("links/peers/zmq_subscriber", nearAddress, port),
};

/** MJPEG over HTTP: ffmpeg copies the camera's frames. It reads the camera at once and listens a little later. */
const ffmpeg: System = {
  name: "ffmpeg",
  silentSender: true,
  sender: (camera) => [
    ...([
      "ffmpeg",
      "-v",
      "error",
      "-fflags",
      "nobuffer",
      "-analyzeduration",
      "0",
      "-f",
      "mpjpeg",
      "-i",
      camera,
    ] as const),
    ...["-c", "copy", "-flush_packets", "1", "-f", "mpjpeg", "-listen", "1", `http://0.0.0.0:${port}/`],
  ],
  receiver: nodeProgram("links/peers/mjpeg-receiver", `http://${nearAddress}:${port}/`),
};

/** The other systems, in the order of the table. */
export const otherSystems: readonly System[] = [
  socketSystem("naive", "every"),
  socketSystem("newest-wins", "newest"),
  zeromq,
  ffmpeg,
];
