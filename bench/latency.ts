import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { answer } from "./answer.ts";
import { browserLatency } from "./latency/browser.ts";
import type { Passage, Task } from "./peers/latency-client.ts";
import type { Listening, Source } from "./peers/latency-server.ts";
import { table } from "./table.ts";

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

interface Row {
  readonly source: Source;
  readonly what: string;
  /** Milliseconds. Undefined where the frames do not say it. */
  readonly spread: Spread | undefined;
  readonly goal?: { readonly p50: number; readonly p95: number };
}

interface Result {
  readonly passages: readonly Passage[];
  /** Pictures whose time could not be read. */
  readonly unread: number;
  /** Pictures that a newer one replaced before they were decoded. */
  readonly dropped: number;
}

/** Everything but the encoder, from the capture until the picture is on the other side, in milliseconds. */
const goal = { p50: 1.5, p95: 4 };

type Time = keyof Passage;

/** What is measured, as a difference of two times. */
const stages: readonly { readonly what: string; readonly from: Time; readonly to: Time }[] = [
  { what: "captured → encoded (drawn and encoded)", from: "captured", to: "encoded" },
  { what: "encoded → queued", from: "encoded", to: "queued" },
  { what: "queued → sent", from: "queued", to: "sent" },
  { what: "sent → received", from: "sent", to: "received" },
  { what: "received → consumed", from: "received", to: "consumed" },
  { what: "consumed → shown (decoded)", from: "consumed", to: "shown" },
  { what: "captured → shown", from: "captured", to: "shown" },
];

const sourceNames: Readonly<Record<Source, string>> = {
  pattern: "pattern, time read from the picture",
  camera: "camera's JPEGs, passed on",
};

/**
 * `pnpm bench latency`: from the capture to the shown picture at 1280x720 and 30 fps, between two processes of
 * one machine: the test pattern through the encoder, its time read from the decoded picture, and JPEGs that
 * a camera gives. Exits with 1 where a goal is missed. `--browser` measures the apps' page instead.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seconds: { type: "string", default: "10" },
      browser: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1)) throw new RangeError(`--seconds must be at least 1, and is ${values.seconds}.`);
  if (values.browser) return browserLatency(seconds * 1000, values.json);

  const rows: Row[] = [];
  const counts: string[] = [];
  for (const source of ["pattern", "camera"] as const) {
    const result = await measure(source, seconds * 1000);
    rows.push(...rowsOf(source, result.passages));
    counts.push(
      `${sourceNames[source]}: ${result.passages.length} pictures, ${result.dropped} replaced by a newer one, ${result.unread} could not be read.`,
    );
  }
  process.stdout.write(
    values.json ? `${JSON.stringify({ bench: "latency", rows })}\n` : `${latencyTable(rows)}\n${counts.join("\n")}\n`,
  );
  if (rows.some((row) => met(row) === false)) process.exitCode = 1;
}

async function measure(source: Source, milliseconds: number): Promise<Result> {
  const server = start("latency-server");
  const client = start("latency-client");
  try {
    server.send(source);
    const listening = await answer<Listening>(server, "listening");
    const task: Task = { ...listening, milliseconds, readsPicture: source === "pattern" };
    client.send(task);
    return await answer<Result>(client, "result");
  } finally {
    client.kill("SIGKILL");
    server.kill("SIGKILL");
  }
}

function start(peer: string): ChildProcess {
  return fork(fileURLToPath(new URL(`./peers/${peer}.js`, import.meta.url)));
}

function rowsOf(source: Source, passages: readonly Passage[]): Row[] {
  // A camera's own JPEGs are encoded when they are captured.
  const before: Time = source === "pattern" ? "encoded" : "captured";
  const own =
    source === "pattern"
      ? stages
      : [
          { what: "captured → queued", from: "captured" as const, to: "queued" as const },
          ...stages.filter(({ to, from }) => to !== "encoded" && from !== "encoded"),
        ];
  return [
    ...own.map(({ what, from, to }) => ({ source, what, spread: spreadOf(passages, from, to) })),
    { source, what: `${before} → received`, spread: spreadOf(passages, before, "received"), goal },
  ];
}

function spreadOf(passages: readonly Passage[], from: Time, to: Time): Spread | undefined {
  const durations = passages
    .flatMap((passage) => {
      const [begin, end] = [passage[from], passage[to]];
      return begin === undefined || end === undefined ? [] : [(end - begin) / 1000];
    })
    .toSorted((a, b) => a - b);
  if (durations.length === 0) return undefined;
  const at = (share: number): number => durations[Math.ceil(share * durations.length) - 1] as number;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}

function met({ spread, goal }: Row): boolean | undefined {
  if (!goal) return undefined;
  return spread !== undefined && spread.p50 < goal.p50 && spread.p95 < goal.p95;
}

function latencyTable(rows: readonly Row[]): string {
  const milliseconds = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(2));
  return table(
    ["source", "what", "p50, ms", "p95, ms", "max, ms", "goal", "met"],
    rows.map((row) => [
      sourceNames[row.source],
      row.what,
      milliseconds(row.spread?.p50),
      milliseconds(row.spread?.p95),
      milliseconds(row.spread?.max),
      row.goal ? `p50 < ${row.goal.p50}, p95 < ${row.goal.p95}` : "",
      { true: "yes", false: "no", undefined: "" }[`${met(row)}`],
    ]),
  );
}
