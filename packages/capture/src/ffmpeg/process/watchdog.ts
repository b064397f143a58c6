import { type ChildProcess, spawn } from "node:child_process";

/**
 * What the watchdog does, in a process of its own: it keeps the numbers of the processes that it is told, and kills them
 * when its standard input ends, which the system sees to however we end.
 */
const script = `
const watched = new Set();
let text = "";
process.stdin.setEncoding("latin1");
process.stdin.on("data", (more) => {
  const lines = (text + more).split("\\n");
  text = lines.pop();
  for (const line of lines) watched[line[0] === "+" ? "add" : "delete"](Number(line.slice(1)));
});
process.stdin.on("close", () => {
  for (const pid of watched) try { process.kill(pid, "SIGKILL"); } catch {}
});`;

const watched = new Set<number>();
let watchdog: ChildProcess | undefined;

/**
 * Sees to it that the process `pid` does not outlive this one, not even when this one is killed. Gives back what ends
 * that, for when the process is over. There is one watchdog, while there is something to watch.
 */
export function watch(pid: number): () => void {
  watched.add(pid);
  if (watchdog) tell(`+${pid}\n`);
  else start();
  return () => {
    if (!watched.delete(pid)) return;
    if (watched.size > 0) {
      tell(`-${pid}\n`);
      return;
    }
    const last = watchdog;
    watchdog = undefined;
    last?.stdin?.end(`-${pid}\n`);
  };
}

function start(): void {
  // Detached: a Ctrl-C in the terminal is for us, and the watchdog goes after us.
  const child = spawn(process.execPath, ["--eval", script], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: process.platform !== "win32",
    windowsHide: true,
    env: { ...process.env, NODE_OPTIONS: "", ELECTRON_RUN_AS_NODE: "1" },
  });
  watchdog = child;
  child.unref();
  const { stdin } = child;
  if (stdin && "unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  stdin?.on("error", () => {});
  function gone(): void {
    if (watchdog !== child) return;
    watchdog = undefined;
    if (watched.size > 0) setTimeout(() => watched.size > 0 && !watchdog && start(), 1000).unref();
  }
  child.once("exit", gone).once("error", gone);
  for (const pid of watched) tell(`+${pid}\n`);
}

function tell(line: string): void {
  if (watchdog?.stdin?.writable) watchdog.stdin.write(line);
}
