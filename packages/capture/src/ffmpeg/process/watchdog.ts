/** Ends ffmpeg when this process ends, also by `kill -9`. */
import { type ChildProcess, spawn } from "node:child_process";

/**
 * The program of the watchdog process. It receives process ids on its standard input, and kills these processes at the end
 * of that input, which the system closes however this process ends.
 */
const script = `
const monitored = new Set();
let text = "";
process.stdin.setEncoding("latin1");
process.stdin.on("data", (more) => {
  const lines = (text + more).split("\\n");
  text = lines.pop();
  for (const line of lines) monitored[line[0] === "+" ? "add" : "delete"](Number(line.slice(1)));
});
process.stdin.on("close", () => {
  for (const pid of monitored) try { process.kill(pid, "SIGKILL"); } catch {}
});`;

const monitored = new Set<number>();
let watchdog: ChildProcess | undefined;

/**
 * Ensures that the process `pid` does not outlive this one, even after `kill -9`. Call the returned function when the
 * process has exited. One watchdog process runs while any process is monitored.
 */
export function killWithParent(pid: number): () => void {
  monitored.add(pid);
  if (watchdog) send(`+${pid}\n`);
  else start();
  return () => {
    if (!monitored.delete(pid)) return;
    if (monitored.size > 0) {
      send(`-${pid}\n`);
      return;
    }
    const last = watchdog;
    watchdog = undefined;
    last?.stdin?.end(`-${pid}\n`);
  };
}

function start(): void {
  // Detached, so that Ctrl-C in the terminal does not end the watchdog before this process.
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
  function onExit(): void {
    if (watchdog !== child) return;
    watchdog = undefined;
    if (monitored.size > 0) setTimeout(() => monitored.size > 0 && !watchdog && start(), 1000).unref();
  }
  child.once("exit", onExit).once("error", onExit);
  for (const pid of monitored) send(`+${pid}\n`);
}

function send(line: string): void {
  if (watchdog?.stdin?.writable) watchdog.stdin.write(line);
}
