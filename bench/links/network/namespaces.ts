/** Two network namespaces, and the programs that run in them. */
import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";

/** The namespaces. `close` removes them with all of their programs. */
export interface Namespaces {
  /** Of the camera. */
  readonly near: string;
  /** Of the receiver. */
  readonly far: string;
  /** TCP's, on every link between them. */
  readonly congestionControl: string;
  /** Starts a program in a namespace, or outside of both. It is killed when this process dies. */
  spawn(namespace: string | undefined, command: readonly [string, ...string[]], options?: SpawnOptions): ChildProcess;
  /** Kills a program and waits for its end. */
  kill(child: ChildProcess): Promise<void>;
  /** Synchronous, so that it can run when the process exits. Idempotent. */
  close(): void;
}

/** Prefix of every name that a run creates outside of its process. */
export const prefix: string = "framewire-bench";

/** How a program of a system runs: its output is read, its errors are shown. */
export const pipedOutput: SpawnOptions = { stdio: ["ignore", "pipe", "inherit"] };

const controls = "/proc/sys/net/ipv4/tcp_available_congestion_control";

/** The congestion controls of this kernel. */
export function congestionControls(): readonly string[] {
  return existsSync(controls) ? readFileSync(controls, "utf8").trim().split(" ") : [];
}

/** Throws when namespaces cannot be created here. */
export function requireNamespaces(): void {
  if (process.platform !== "linux") throw new Error("The links need Linux's network namespaces.");
  if (process.getuid?.() !== 0) throw new Error("Network namespaces need root: sudo pnpm bench links.");
  if (spawnSync("ip", ["-V"]).status !== 0) throw new Error("The links need ip: apt-get install iproute2.");
}

/** Creates both namespaces. The default congestion control is the machine's. */
export function openNamespaces(congestionControl?: string): Namespaces {
  const listed = execFileSync("ip", ["netns", "list"], { encoding: "utf8" }).split("\n");
  const remove = (name: string): void => void spawnSync("ip", ["netns", "delete", name], { stdio: "ignore" });
  for (const name of leftBehind(listed.map((line) => line.split(" ")[0] ?? ""))) remove(name);
  const [near, far] = [`${prefix}-${process.pid}-near`, `${prefix}-${process.pid}-far`];
  const children = new Set<ChildProcess>();

  function close(): void {
    for (const child of children) child.kill("SIGKILL");
    for (const name of [near, far]) remove(name);
  }

  process.on("exit", close);
  for (const name of [near, far]) {
    execFileSync("ip", ["netns", "add", name]);
    execFileSync("ip", ["-n", name, "link", "set", "lo", "up"]);
    // The kernel must not start a connection with metrics of the one before.
    execFileSync("ip", ["netns", "exec", name, "sysctl", "-q", "-w", "net.ipv4.tcp_no_metrics_save=1"]);
  }

  return {
    near,
    far,
    congestionControl: congestionControl ?? readFileSync("/proc/sys/net/ipv4/tcp_congestion_control", "utf8").trim(),
    spawn(namespace, command, options = {}) {
      const inside = namespace === undefined ? [] : ["ip", "netns", "exec", namespace];
      const [program = "", ...args] = [...inside, "setpriv", "--pdeathsig", "KILL", ...command];
      const child = spawn(program, args, options);
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

/** Those names that belong to runs whose process no longer exists. */
export function leftBehind(names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const [, pid] = new RegExp(`^${prefix}-(\\d+)-`).exec(name) ?? [];
    return pid !== undefined && !isRunning(Number(pid));
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
