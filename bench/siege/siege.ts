/** `pnpm bench siege`: what one client receives while others abuse the server. */
import { connect } from "@framewire/client";
import { now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import type { Command } from "commander";
import { benchmarkCommand, durationOption, type Report } from "../command.ts";
import { nodeProgram, type Peer, startPeer } from "../peer.ts";
import { percentile, table, yesNo } from "../table.ts";
import type { Abuse, Attack } from "./attackers.ts";
import type { Listening, Usage } from "./server.ts";

const attack: Attack = { halfOpen: 1000, wrongKeys: 1000, slowHellos: 200, pingers: 1 };
const goals = { fps: 29, ageMs: 20, bytes: 100e6 };
const warmUpMs = 5000;

/** The command. */
export const siege: Command = benchmarkCommand<{ readonly seconds: number }>({
  name: "siege",
  description:
    "One client receives a 720p JPEG camera at 30 fps, first undisturbed and then while another process opens 1,000 idle connections, tries 1,000 wrong keys, begins 200 handshakes a byte at a time and floods the server with pings.",
  options: [durationOption("--for, --seconds <time>", "length of each of the two measurements", 20, 2)],
  async run({ seconds }) {
    const server = startPeer(nodeProgram("siege/server"));
    const attackers = startPeer(nodeProgram("siege/attackers"));
    try {
      return await measure(server, attackers, seconds);
    } finally {
      attackers.kill();
      server.kill();
    }
  },
});

async function measure(server: Peer, attackers: Peer, seconds: number): Promise<Report> {
  const { port, key } = await server.receive<Listening>();
  const connection = await connect(`127.0.0.1:${port}`, { name: "client", security: { key } });
  const takeAges = collectAges(connection);
  await sleep(warmUpMs);
  const before = await observe(server, takeAges, seconds * 1000);
  attackers.send({ port, key, attack });
  await attackers.receive();
  const during = await observe(server, takeAges, seconds * 1000);
  attackers.send("stop");
  const abuse = await attackers.receive<Abuse>();
  const open = !connection.signal.aborted;
  await connection.close();

  const added = during.rssBytes - before.rssBytes;
  const rows: readonly (readonly [what: string, goal: string, before: string, during: string, met?: boolean])[] = [
    ["frames a second", `>= ${goals.fps}`, before.fps.toFixed(2), during.fps.toFixed(2), during.fps >= goals.fps],
    [
      "age p95, ms",
      `within ${goals.ageMs} of before`,
      before.ageP95Ms.toFixed(1),
      during.ageP95Ms.toFixed(1),
      during.ageP95Ms - before.ageP95Ms <= goals.ageMs,
    ],
    ["connection", "stays open", "", open ? "open" : "closed", open],
    ["accepted with a wrong key", "0", "", `${abuse.accepted}`, abuse.accepted === 0],
    [
      "server's peak memory, MB",
      `+ < ${goals.bytes / 1e6}`,
      (before.rssBytes / 1e6).toFixed(1),
      (during.rssBytes / 1e6).toFixed(1),
      added < goals.bytes,
    ],
    ["server's CPU, % of a core", "", before.cpuPercent.toFixed(0), during.cpuPercent.toFixed(0)],
  ];
  return {
    json: { seconds, attack, abuse, before, during },
    text: `${table(
      ["one client", "goal", "before", "under abuse", "met"],
      rows.map(([what, goal, before, during, met]) => [what, goal, before, during, yesNo(met)]),
    )}\n${describe(abuse)}\n`,
    met: rows.every(([, , , , met]) => met !== false),
  };
}

/** Returns a function that takes the ages, in milliseconds, of the frames received since its last call. */
function collectAges(connection: Connection): () => readonly number[] {
  let ages: number[] = [];
  void (async () => {
    for await (const { timestamp } of connection.frames) {
      ages.push((now() + (connection.stats().clockOffsetUs ?? 0) - timestamp) / 1000);
    }
  })();
  return () => {
    const latest = ages;
    ages = [];
    return latest;
  };
}

interface Observation extends Usage {
  readonly fps: number;
  readonly ageP95Ms: number;
}

async function observe(server: Peer, takeAges: () => readonly number[], ms: number): Promise<Observation> {
  server.send("start");
  takeAges();
  const start = performance.now();
  await sleep(ms);
  const ages = takeAges();
  const seconds = (performance.now() - start) / 1000;
  server.send("stop");
  return { fps: ages.length / seconds, ageP95Ms: percentile(ages, 0.95), ...(await server.receive<Usage>()) };
}

function describe({ opened, refused, wrongKeys, accepted, pings, closed }: Abuse): string {
  return (
    `The attackers opened ${opened} connections (${closed} were closed without an answer, ${refused} with one), ` +
    `tried ${wrongKeys} wrong keys (${accepted} were accepted) and sent ${pings} pings.`
  );
}
