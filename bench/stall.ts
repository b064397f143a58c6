import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { connect } from "@framewire/client";
import { type EncodedFrame, now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { News } from "./peers/stall-server.ts";
import { table } from "./table.ts";
import { unprotected } from "./unprotected.ts";

interface Row {
  readonly what: string;
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}

const watchers = ["first", "second"];

/**
 * `pnpm bench stall`: a server that shows a 720p JPEG camera of 30 fps to four clients, of which two stall.
 * One takes no picture (its connection still answers), one is stopped as a whole and reads its socket no
 * more. Shows what that costs the other two and the server, beside an equally long time without it. Exits
 * with 1 where a goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "60" }, json: { type: "boolean", default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 4)) throw new RangeError(`--seconds must be at least 4, and is ${values.seconds}.`);

  const server = fork(fileURLToPath(new URL("./peers/stall-server.js", import.meta.url)));
  const frozen = fork(fileURLToPath(new URL("./peers/stall-client.js", import.meta.url)));
  try {
    const rows = await measure(server, frozen, seconds * 1000);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ bench: "stall", seconds, rows })}\n`
        : table(
            ["two clients that stall", "goal", "measured", "met"],
            rows.map(({ what, goal, measured, met }) => [what, goal, measured, met ? "yes" : "no"]),
          ),
    );
    if (rows.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    frozen.kill("SIGKILL");
    server.kill("SIGKILL");
  }
}

async function measure(server: ChildProcess, frozen: ChildProcess, milliseconds: number): Promise<Row[]> {
  const news = listenTo(server);
  const { port } = await news.wait("listening", () => true);
  const connections = await Promise.all(watchers.map((name) => connect(`127.0.0.1:${port}`, { ...unprotected, name })));
  const counts = connections.map(watch);
  const sleeper = await connect(`127.0.0.1:${port}`, { ...unprotected, name: "sleeper" });
  frozen.send({ port });
  await news.wait("opened", ({ name }) => name === "frozen");

  let asleep = false;
  // It never leaves its loop, so that its side goes on to look, and only takes nothing more.
  const sleeping = sleeper.frames[Symbol.asyncIterator]();
  const sleeperReading = (async () => {
    while (!asleep && !(await sleeping.next()).done);
  })();
  // The server's memory has grown to what it needs, and the windows to what they hold.
  await sleep(Math.min(milliseconds, 10_000));

  const calm = await observe(counts, news, milliseconds);

  asleep = true;
  await sleeperReading;
  const receivedBefore = sleeper.stats().received.bytes;
  frozen.kill("SIGSTOP");
  const stoppedAt = performance.now();
  const lost = news
    .wait("closed", ({ name }) => name === "frozen")
    .then(({ by }) => {
      return { by, seconds: (performance.now() - stoppedAt) / 1000 };
    });
  const stalled = await observe(counts, news, milliseconds);
  const { by, seconds } = await Promise.race([lost, sleep(1000).then(() => ({ by: "nobody", seconds: Infinity }))]);
  const stayed = !sleeper.signal.aborted;
  const receivedAsleep = sleeper.stats().received.bytes - receivedBefore;
  const age = await firstAge(sleeper, sleeping);
  await Promise.all([...connections, sleeper].map((connection) => connection.close()));

  const changes = stalled.fps.map((fps, index) => Math.abs(fps / (calm.fps[index] ?? 0) - 1) * 100);
  const change = Math.max(...changes);
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const kilobytes = (bytes: number): string => `${(bytes / 1e3).toFixed(0)} KB`;
  const rates = (fps: readonly number[]): string => fps.map((rate) => rate.toFixed(2)).join(" and ");
  return [
    {
      what: "the others' frames a second",
      goal: "change < 2 %",
      measured: `${rates(calm.fps)} before, ${rates(stalled.fps)} meanwhile: ${change.toFixed(2)} %`,
      met: change < 2,
    },
    {
      what: "the server's memory at the most",
      goal: "+ < 20 MB",
      measured: `${megabytes(calm.rssBytes)} before, ${megabytes(stalled.rssBytes)} meanwhile`,
      met: stalled.rssBytes - calm.rssBytes < 20e6,
    },
    { what: "who takes no picture", goal: "stays", measured: stayed ? "stays" : "is gone", met: stayed },
    {
      what: "is sent no more than its window",
      goal: `<= ${kilobytes(stalled.window)}`,
      measured: `${kilobytes(receivedAsleep)} in ${milliseconds / 1000} s`,
      met: receivedAsleep <= stalled.window,
    },
    {
      what: "its first picture afterwards",
      goal: "< 300 ms old",
      measured: `${age.toFixed(0)} ms old`,
      met: age < 300,
    },
    {
      what: "who reads its socket no more",
      goal: "lost < 3 s",
      measured: `${by} after ${seconds.toFixed(2)} s`,
      met: by === "lost" && seconds < 3,
    },
  ];
}

/** Counts frames as a reader gets them. */
function watch({ frames }: Connection): () => number {
  let count = 0;
  void (async () => {
    for await (const _ of frames) count++;
  })();
  return () => count;
}

interface Observation {
  /** Of each watcher. */
  readonly fps: readonly number[];
  /** The most that the server had. */
  readonly rssBytes: number;
  /** The largest window that the sleeper had, in bytes. */
  readonly window: number;
}

async function observe(counts: readonly (() => number)[], news: Wire, milliseconds: number): Promise<Observation> {
  let rssBytes = 0;
  let window = 0;
  const forget = news.follow("sample", (sample) => {
    rssBytes = Math.max(rssBytes, sample.rssBytes);
    window = Math.max(window, sample.clients.find(({ name }) => name === "sleeper")?.window ?? 0);
  });
  const start = performance.now();
  const before = counts.map((count) => count());
  await sleep(milliseconds);
  const elapsed = (performance.now() - start) / 1000;
  forget();
  return { fps: counts.map((count, index) => (count() - (before[index] ?? 0)) / elapsed), rssBytes, window };
}

/** How old the next picture is when its reader gets it, in milliseconds. Both processes are of one machine. */
async function firstAge({ stats }: Connection, frames: AsyncIterator<EncodedFrame>): Promise<number> {
  const { value, done } = await frames.next();
  return done ? Number.POSITIVE_INFINITY : (now() + (stats().clockOffset ?? 0) - value.timestamp) / 1000;
}

type Of<K extends News["news"]> = Extract<News, { readonly news: K }>;

interface Wire {
  follow<K extends News["news"]>(kind: K, listener: (news: Of<K>) => void): () => void;
  wait<K extends News["news"]>(kind: K, fits: (news: Of<K>) => boolean): Promise<Of<K>>;
}

function listenTo(child: ChildProcess): Wire {
  const wire: Wire = {
    follow(kind, listener) {
      const own = (news: News): void => {
        if (news.news === kind) listener(news as Of<typeof kind>);
      };
      child.on("message", own);
      return () => void child.removeListener("message", own);
    },
    wait: (kind, fits) =>
      new Promise((resolve, reject) => {
        child.once("exit", (code) => reject(new Error(`The server ended early, with code ${code}.`)));
        const forget = wire.follow(kind, (news) => {
          if (!fits(news)) return;
          forget();
          resolve(news);
        });
      }),
  };
  return wire;
}
