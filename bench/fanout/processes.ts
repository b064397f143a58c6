import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sleep } from "@framewire/media";
import { startPeer } from "../peer.ts";
import { pictureBytes } from "../peers/fanout-camera.ts";
import type { News, Order, Task } from "../peers/fanout-server.ts";

/** A server that works, in a process of its own. */
export interface FanoutServer {
  readonly port: number;
  /** Its clock minus the machine's monotonic one, in microseconds. */
  readonly clockOffset: number;
  /** Lets its camera go on. */
  roll(): void;
  /** Halts its camera. */
  halt(): void;
  /** Begins to measure. */
  start(): void;
  /** Ends it, and tells what it took. */
  stop(): Promise<Required<News>["measured"]>;
  /** Is told the server's memory twice a second. Gives back what forgets it. */
  onRss(listener: (bytes: number) => void): () => void;
  kill(): void;
}

/** Starts a server of ours or a bare one. */
export async function startServer(task: Task): Promise<FanoutServer> {
  const child = fork(fileURLToPath(new URL("../peers/fanout-server.js", import.meta.url)));
  const listening = once(child, (news) => news.listening);
  child.send(task);
  return {
    ...(await listening),
    roll: () => order("roll"),
    halt: () => order("halt"),
    start: () => order("start"),
    stop() {
      const measured = once(child, (news) => news.measured);
      order("stop");
      return measured;
    },
    onRss(listener) {
      const own = ({ rssBytes }: News): void => {
        if (rssBytes !== undefined) listener(rssBytes);
      };
      child.on("message", own);
      return () => void child.removeListener("message", own);
    },
    kill: () => void child.kill("SIGKILL"),
  };

  function order(what: Order): void {
    child.send(what);
  }
}

function once<T>(child: ChildProcess, pick: (news: News) => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    function ended(code: number | null): void {
      reject(new Error(`The server ended early, with code ${code}.`));
    }
    function heard(news: News): void {
      const picked = pick(news);
      if (picked === undefined) return;
      child.removeListener("exit", ended).removeListener("message", heard);
      resolve(picked);
    }
    child.once("exit", ended).on("message", heard);
  });
}

/** What the viewers speak: `raw` is pictures of one size with nothing between them. */
export type Speech = "framewire" | "bare" | "nats" | "raw";

/** How a viewer stalls: it reads its socket no more, or it reads and answers and takes no picture. */
export type Stall = "unread" | "untaken";

/** What came to the viewers that do not stall, and what that took them. */
export interface Watched {
  readonly seconds: number;
  /** Of all viewers together. */
  readonly frames: number;
  /** Of a viewer, on average. */
  readonly fps: number;
  readonly slowestFps: number;
  /** From the camera to the last byte of the picture; null where no time travels with it. */
  readonly ageP95Ms: number | null;
  /** Viewers whose connection broke. */
  readonly lost: number;
  readonly cpuMicroseconds: number;
}

/** Many viewers in one process. */
export interface Viewers {
  start(): void;
  stop(): Promise<Watched>;
  stall(count: number, how: Stall): void;
  kill(): void;
}

/** Connects so many viewers, and resolves when the server has let all of them in. */
export async function startViewers(
  speech: Speech,
  { port, clockOffset }: { readonly port: number; readonly clockOffset: number },
  count: number,
): Promise<Viewers> {
  const script = fileURLToPath(new URL("../../peers/fanout-viewers.py", import.meta.url));
  const words = [script, speech, port, count, pictureBytes, clockOffset].map(String);
  const viewers = startPeer(["python3", "-S", ...words], "The viewers are a Python program: apt-get install python3");
  const { ready } = await viewers.answer<{ readonly ready: number }>();
  if (ready < count) throw new Error(`Of ${count} viewers the server let ${ready} in.`);
  return {
    start: () => viewers.tell("start"),
    stop() {
      viewers.tell("stop");
      return viewers.answer<Watched>();
    },
    stall: (some, how) => viewers.tell(`stall ${some} ${how}`),
    kill: () => viewers.kill(),
  };
}

/** What a server and its viewers did in some time, together. */
export async function observe(
  server: FanoutServer,
  viewers: Viewers,
  milliseconds: number,
): Promise<[Required<News>["measured"], Watched]> {
  server.start();
  viewers.start();
  await sleep(milliseconds);
  return await Promise.all([server.stop(), viewers.stop()]);
}
