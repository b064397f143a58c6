/** A client that restarts, behind a TCP proxy of its own. */

import { type App, startApp } from "./app.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** A client over several processes, and the proxy between it and the server. */
export interface Client {
  readonly proxy: TcpProxy;
  /** All processes of the client, the current one last. */
  readonly runs: readonly Run[];
  /** The current process. */
  readonly app: App;
  /** Kills the current process. */
  kill(): void;
  /** Ends the current process with a bye. */
  hangUp(): void;
  /** Starts a new process. */
  restart(): void;
}

/** One process of a client. */
interface Run {
  /** Its name at the server, unique for each process. */
  readonly name: string;
  readonly app: App;
  /** A killed process reports no totals. */
  killed: boolean;
}

/** Starts a client of the server at this port, with its proxy. */
export async function startClient(number: number, port: number, key: string): Promise<Client> {
  const proxy = await startTcpProxy(port);
  const sourceArgs = ["--source", "pattern", "--size", "320x240", "--fps", "10"];
  const runs: Run[] = [];

  function currentRun(): Run {
    const run = runs.at(-1);
    if (!run) throw new Error("The client was not started.");
    return run;
  }

  function restart(): void {
    const name = `client ${number}, process ${runs.length + 1}`;
    const args = [`127.0.0.1:${proxy.port}`, "--name", name, "--keep-watching", ...sourceArgs];
    runs.push({ name, app: startApp("client", args, key), killed: false });
  }

  restart();
  return {
    proxy,
    runs,
    get app() {
      return currentRun().app;
    },
    kill() {
      const run = currentRun();
      run.killed = true;
      run.app.signal("SIGKILL");
    },
    hangUp: () => currentRun().app.hangUp(),
    restart,
  };
}
