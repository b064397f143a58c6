import { sleep } from "@framewire/media";
import { table } from "../table.ts";
import { goalFps } from "./compare.ts";
import { type FanoutServer, observe, type Stall, startServer, startViewers, type Viewers } from "./processes.ts";

/** What some viewers that stall do to the others and to the server. */
export interface StallRow {
  readonly what: string;
  /** Of the viewers that do not stall. */
  readonly fps: number;
  readonly slowestFps: number;
  readonly ageP95Ms: number | null;
  /** The most that the server had. */
  readonly rssBytes: number;
  /** The server's memory, twice a second. */
  readonly rssOverTime: readonly number[];
  /** Undefined where there is no goal. */
  readonly met: boolean | undefined;
}

const viewers = 256;
const goalGrowth = 50e6;
const warmUpMs = 5000;

/** A server with 256 viewers: all well, then one stalls, then a quarter, in one way and in the other. */
export async function measureStalls(milliseconds: number): Promise<StallRow[]> {
  return [
    ...(await measureStall("unread", "reads its socket no more", milliseconds)),
    ...(await measureStall("untaken", "answers and takes no picture", milliseconds)),
  ];
}

async function measureStall(how: Stall, does: string, milliseconds: number): Promise<StallRow[]> {
  const server = await startServer({ kind: "framewire", viewers });
  try {
    const load = await startViewers("framewire", server, viewers);
    try {
      await sleep(warmUpMs);
      const calm = await measureRow(server, load, milliseconds, `before one ${does}`);
      const rows = [calm];
      for (const [count, who] of [
        [1, "one"],
        [viewers / 4, "a quarter"],
      ] as const) {
        load.stall(count, how);
        const row = await measureRow(server, load, milliseconds, `${who} ${does}`);
        rows.push({ ...row, met: row.slowestFps >= goalFps && row.rssBytes - calm.rssBytes < goalGrowth });
      }
      return rows;
    } finally {
      load.kill();
    }
  } finally {
    server.kill();
  }
}

async function measureRow(server: FanoutServer, load: Viewers, milliseconds: number, what: string): Promise<StallRow> {
  const rssOverTime: number[] = [];
  const forget = server.onRss((bytes) => rssOverTime.push(bytes));
  const [{ rssBytes }, { fps, slowestFps, ageP95Ms }] = await observe(server, load, milliseconds);
  forget();
  return { what, fps, slowestFps, ageP95Ms, rssBytes, rssOverTime, met: undefined };
}

/** A line for each time, with the memory as it went. */
export function stallTable(rows: readonly StallRow[]): string {
  return table(
    [`of ${viewers} viewers`, "the others' fps", "slowest", "age p95, ms", "memory, MB", "over time", "met"],
    rows.map(({ what, fps, slowestFps, ageP95Ms, rssBytes, rssOverTime, met }) => [
      what,
      fps.toFixed(2),
      slowestFps.toFixed(2),
      ageP95Ms === null ? "–" : ageP95Ms.toFixed(1),
      megabytes(rssBytes),
      Array.from({ length: 5 }, (_, i) => rssOverTime[Math.floor((i * rssOverTime.length) / 5)] ?? 0)
        .map(megabytes)
        .join(" "),
      met === undefined ? "" : met ? "yes" : "no",
    ]),
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
