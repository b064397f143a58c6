import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { leftBehind, prefix } from "./owner.ts";

/** Two network namespaces, and the programs that run in them. Everything in it goes with it. */
export interface Lab {
  /** Names of the namespaces: the side that has the camera, and the side that looks. */
  readonly namespaces: readonly [near: string, far: string];
  /** TCP's, on every link between them. */
  readonly congestionControl: string;
  /** Starts a program in one of the namespaces, or outside of both. It is killed when this process dies. */
  spawn(where: string | undefined, command: readonly [string, ...string[]], options?: SpawnOptions): ChildProcess;
  /** Kills a program and waits for its end. */
  kill(child: ChildProcess): Promise<void>;
  /** Ends all programs and removes the namespaces: at once, so that a process that exits can do it. Idempotent. */
  close(): void;
}

/** Why a lab cannot be set up here, if it cannot. */
export function whyNoLab(): string | undefined {
  if (process.platform !== "linux") return "Links are built with Linux's network namespaces; this is another system.";
  if (process.getuid?.() !== 0)
    return "Links are built with network namespaces, which takes root: sudo pnpm bench links.";
  if (spawnSync("ip", ["-V"]).status !== 0) return "Links are built with ip: apt-get install iproute2.";
  return undefined;
}

/** Makes a {@link Lab}; its `congestionControl` is the machine's own unless told otherwise, and leaves that alone. */
export function openLab({ congestionControl }: { readonly congestionControl?: string | undefined } = {}): Lab {
  removeStale();
  const namespaces = [`${prefix}-${process.pid}-near`, `${prefix}-${process.pid}-far`] as const;
  const children = new Set<ChildProcess>();
  let open = true;

  function close(): void {
    if (!open) return;
    open = false;
    for (const child of children) child.kill("SIGKILL");
    for (const namespace of namespaces) spawnSync("ip", ["netns", "delete", namespace], { stdio: "ignore" });
  }

  process.on("exit", close);
  for (const namespace of namespaces) {
    execFileSync("ip", ["netns", "add", namespace]);
    execFileSync("ip", ["-n", namespace, "link", "set", "lo", "up"]);
    // A connection must not begin with what the kernel remembers of the one before.
    execFileSync("ip", ["netns", "exec", namespace, "sysctl", "-q", "-w", "net.ipv4.tcp_no_metrics_save=1"]);
  }

  return {
    namespaces,
    congestionControl: congestionControl ?? ownCongestionControl(),
    spawn(where, command, options = {}) {
      const inside = where === undefined ? [] : ["ip", "netns", "exec", where];
      const [program = "", ...rest] = [...inside, "setpriv", "--pdeathsig", "KILL", ...command];
      const child = spawn(program, rest, options);
      children.add(child);
      child.on("error", () => children.delete(child));
      child.on("exit", () => children.delete(child));
      return child;
    },
    async kill(child) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
    close,
  };
}

/** What the machine uses, and a new namespace too. */
function ownCongestionControl(): string {
  return readFileSync("/proc/sys/net/ipv4/tcp_congestion_control", "utf8").trim();
}

/** Those that the kernel has. */
export function congestionControls(): readonly string[] {
  return readFileSync("/proc/sys/net/ipv4/tcp_available_congestion_control", "utf8").trim().split(" ");
}

/** Removes namespaces of runs that were killed before they could. */
function removeStale(): void {
  const names = execFileSync("ip", ["netns", "list"], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "");
  for (const name of leftBehind(names)) spawnSync("ip", ["netns", "delete", name], { stdio: "ignore" });
}
