import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { connect } from "@framewire/client";
import { now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { answer } from "./answer.ts";
import type { Attack, Blows } from "./peers/siege-attackers.ts";
import type { Place, Usage } from "./peers/siege-server.ts";
import { table } from "./table.ts";

/** What the attackers do: at once, and again whenever they are cut off. */
const attack: Attack = { halfOpen: 1000, wrongKeys: 1000, slowHellos: 200, pingers: 1 };

const goals = { fps: 29, ageMs: 20, bytes: 100e6 };
const warmUpMs = 5000;

/**
 * `pnpm bench siege`: a server shows a 720p JPEG camera of 30 fps to one client, while others, in a process of their
 * own, open 1,000 connections that say nothing, come 1,000 times with a wrong key, begin 200 handshakes a byte at a
 * time, and send pings as fast as they can. Shows what the client gets before and meanwhile. Exits with 1 where a goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { seconds: { type: "string", default: "20" }, json: { type: "boolean", default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 2)) throw new RangeError(`--seconds must be at least 2, and is ${values.seconds}.`);

  const server = fork(fileURLToPath(new URL("./peers/siege-server.js", import.meta.url)));
  const attackers = fork(fileURLToPath(new URL("./peers/siege-attackers.js", import.meta.url)));
  try {
    const { rows, blows } = await measure(server, attackers, seconds * 1000);
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ bench: "siege", seconds, attack, blows, rows })}\n`
        : `${table(
            ["one session", "goal", "before", "under siege", "met"],
            rows.map(({ what, goal, before, meanwhile, met }) => [what, goal, before, meanwhile, met ? "yes" : "no"]),
          )}\n${describe(blows)}\n`,
    );
    if (rows.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    attackers.kill("SIGKILL");
    server.kill("SIGKILL");
  }
}

interface Row {
  readonly what: string;
  readonly goal: string;
  readonly before: string;
  readonly meanwhile: string;
  readonly met: boolean;
}

async function measure(
  server: ChildProcess,
  attackers: ChildProcess,
  milliseconds: number,
): Promise<{ readonly rows: readonly Row[]; readonly blows: Blows }> {
  const { port, key } = await answer<Place>(server, "place");
  const connection = await connect(`127.0.0.1:${port}`, { name: "besieged", security: { key } });
  const watch = watchFrames(connection);
  await sleep(warmUpMs);
  const calm = await observe(server, watch, milliseconds);
  attackers.send({ port, key, attack });
  await answer<boolean>(attackers, "begun");
  const siege = await observe(server, watch, milliseconds);
  attackers.send({ end: true });
  const blows = await answer<Blows>(attackers, "blows");
  const stayed = !connection.signal.aborted;
  await connection.close();

  const growth = siege.usage.rssBytes - calm.usage.rssBytes;
  const rows: readonly Row[] = [
    {
      what: "frames a second",
      goal: `>= ${goals.fps}`,
      before: calm.fps.toFixed(2),
      meanwhile: siege.fps.toFixed(2),
      met: siege.fps >= goals.fps,
    },
    {
      what: "age p95, ms",
      goal: `within ${goals.ageMs} of before`,
      before: calm.ageP95Ms.toFixed(1),
      meanwhile: siege.ageP95Ms.toFixed(1),
      met: siege.ageP95Ms - calm.ageP95Ms <= goals.ageMs,
    },
    {
      what: "its connection",
      goal: "stays",
      before: "",
      meanwhile: stayed ? "stays" : "is gone",
      met: stayed,
    },
    {
      what: "let in with a wrong key",
      goal: "0",
      before: "",
      meanwhile: `${blows.letIn}`,
      met: blows.letIn === 0,
    },
    {
      what: "the server's memory at the most, MB",
      goal: `+ < ${goals.bytes / 1e6}`,
      before: (calm.usage.rssBytes / 1e6).toFixed(1),
      meanwhile: (siege.usage.rssBytes / 1e6).toFixed(1),
      met: growth < goals.bytes,
    },
    {
      what: "the server's CPU, % of a core",
      goal: "",
      before: calm.usage.cpuPercent.toFixed(0),
      meanwhile: siege.usage.cpuPercent.toFixed(0),
      met: true,
    },
  ];
  return { rows, blows };
}

interface Watch {
  /** Ages in milliseconds of the frames that came since it was called last. */
  take(): readonly number[];
}

/** Both processes are of one machine, and the clocks are compared all the time. */
function watchFrames(connection: Connection): Watch {
  let ages: number[] = [];
  void (async () => {
    for await (const { timestamp } of connection.frames) {
      ages.push((now() + (connection.stats().clockOffsetUs ?? 0) - timestamp) / 1000);
    }
  })();
  return {
    take() {
      const taken = ages;
      ages = [];
      return taken;
    },
  };
}

interface Observation {
  readonly fps: number;
  readonly ageP95Ms: number;
  readonly usage: Usage;
}

async function observe(server: ChildProcess, watch: Watch, milliseconds: number): Promise<Observation> {
  server.send({ begin: true });
  watch.take();
  const start = performance.now();
  await sleep(milliseconds);
  const ages = watch.take();
  const seconds = (performance.now() - start) / 1000;
  const usage = answer<Usage>(server, "usage");
  server.send({ end: true });
  const sorted = ages.toSorted((a, b) => a - b);
  return {
    fps: ages.length / seconds,
    ageP95Ms: sorted[Math.floor(0.95 * sorted.length)] ?? Number.POSITIVE_INFINITY,
    usage: await usage,
  };
}

function describe({ opened, refused, wrongKeys, letIn, pings, cut }: Blows): string {
  return (
    `The attackers opened ${opened} connections (${cut} were cut off, ${refused} told why), ` +
    `came ${wrongKeys} times with a wrong key (${letIn} were let in) and sent ${pings} pings.`
  );
}
