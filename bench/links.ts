import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { agesOf } from "./links/ages.ts";
import { barsPicture, isInBars } from "./links/bars-picture.ts";
import { type Check, checkLink, describeCheck } from "./links/check.ts";
import { apps, type Contestant, framewire, peers } from "./links/contestants.ts";
import { makeFootage, whyNoFootage } from "./links/footage.ts";
import { congestionControls, type Lab, openLab, whyNoLab } from "./links/lab.ts";
import { recoveries } from "./links/recovery.ts";
import { asJson, heading, type Report, type Row, rowLine, rowsTable } from "./links/report.ts";
import { type Scenario, scenarios } from "./links/scenarios.ts";
import { stepPicture } from "./links/step-picture.ts";
import { summarise } from "./links/summary.ts";
import { type TakeOptions, take } from "./links/take.ts";
import { misses } from "./links/verdict.ts";

const options = {
  only: { type: "string" },
  seconds: { type: "string", default: "20" },
  cc: { type: "string" },
  peers: { type: "string", default: "all" },
  size: { type: "string", default: "768x576" },
  queue: { type: "string", default: "256" },
  "no-check": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  svg: { type: "string" },
} as const;

/** A run measures at least this long, the first three seconds included. */
const leastSeconds = 15;

/**
 * `pnpm bench links`: Framewire, and others beside it, on links of every kind. Exit code 1 where a row misses its
 * goal, 2 where links cannot be built here or do not do what they should.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options });
  const missing = whyNoLab() ?? whyNoFootage();
  if (missing) return refuse(missing);
  const chosen = choose("--only", values.only ?? "all", scenarios);
  const others = choose("--peers", values.peers, peers);
  const [, width, height] = /^(\d+)x(\d+)$/.exec(values.size) ?? [];
  const controls = congestionControls();
  const [seconds, queueBytes] = [Math.max(leastSeconds, Number(values.seconds)), Number(values.queue) * 1000];
  if (typeof chosen === "string") return refuse(chosen);
  if (typeof others === "string") return refuse(others);
  if (values.cc && !controls.includes(values.cc))
    return refuse(`--cc has to be one that this kernel has: ${controls.join(", ")}.`);
  if (!width || !height) return refuse("--size is a width and a height: --size 1280x720.");
  if (!(seconds > 0)) return refuse("--seconds is how long a row takes: --seconds 20.");
  if (!(queueBytes > 0)) return refuse("--queue is the queue in front of the link in KB: --queue 256.");

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  const footage = makeFootage({ width: Number(width), height: Number(height) });
  const lab = openLab({ congestionControl: values.cc });
  const say = (text: string): void => void process.stderr.write(text);
  try {
    const conditions = {
      size: values.size,
      offeredMbit: (footage.bytes * 8 * 30) / 1e6,
      seconds,
      queueBytes,
      congestionControl: lab.congestionControl,
    };
    say(heading(conditions));
    const checks = values["no-check"]
      ? []
      : await checkLinks(lab, chosen, queueBytes, (check) => say(describeCheck(check)));
    const rows: Row[] = [];
    for (const scenario of chosen) {
      for (const contestant of contestantsOn(scenario, others)) {
        const row = await runRow(lab, {
          scenario,
          contestant,
          footage,
          queueBytes,
          seconds,
        });
        rows.push(row);
        say(rowLine(row));
      }
    }
    const report: Report = { conditions, checks, rows };
    process.stdout.write(
      values.json ? `${JSON.stringify(asJson(report))}\n` : `\n${heading(conditions)}${rowsTable(rows)}`,
    );
    if (values.svg) drawPictures(report, values.svg);
    if (rows.some(({ missed }) => missed.length > 0)) process.exitCode = 1;
    if (checks.some(({ fits }) => !fits)) process.exitCode = 2;
  } finally {
    lab.close();
  }
}

/** Age on each link goes to the file; age over time on the link that changes to `step.svg` beside it. */
function drawPictures(report: Report, file: string): void {
  if (report.rows.some(isInBars)) writeFileSync(file, barsPicture(report));
  if (report.rows.some(({ scenario }) => scenario.name === "step")) {
    writeFileSync(join(dirname(file), "step.svg"), stepPicture(report));
  }
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}

/** Those of a list that an option names; a sentence where it names another. */
function choose<T extends { readonly name: string }>(
  option: string,
  text: string,
  all: readonly T[],
): readonly T[] | string {
  if (text === "all") return all;
  if (text === "none") return [];
  const names = text.split(",");
  const unknown = names.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined)
    return `${option} does not know “${unknown}”, but ${all.map(({ name }) => name).join(", ")}.`;
  return all.filter(({ name }) => names.includes(name));
}

function contestantsOn({ withApp, withoutPeers }: Scenario, others: readonly Contestant[]): readonly Contestant[] {
  return [framewire, ...(withApp ? [apps] : []), ...(withoutPeers ? [] : others)];
}

/** Each link of the scenarios once, as it is at the beginning. */
async function checkLinks(
  lab: Lab,
  chosen: readonly Scenario[],
  queueBytes: number,
  each: (check: Check) => void,
): Promise<readonly Check[]> {
  const links = new Map(chosen.map(({ link }) => [JSON.stringify(link), link]));
  const checks: Check[] = [];
  for (const link of links.values()) {
    const check = await checkLink(lab, { ...link, queueBytes });
    checks.push(check);
    each(check);
  }
  return checks;
}

async function runRow(lab: Lab, options: TakeOptions): Promise<Row> {
  const { scenario, contestant } = options;
  const { name, ours = false } = contestant;
  const row = { scenario, contestant: name, ours, changes: [], missed: [], link: [], pictures: [] };
  const absent = contestant.whyMissing?.(scenario);
  if (absent !== undefined) return { ...row, absent };
  try {
    const seen = await take(lab, options);
    const pictures = agesOf(seen);
    const summary = summarise(seen, pictures);
    const changes = recoveries(scenario, seen, pictures);
    const missed = ours ? misses(scenario.goals, summary, changes) : [];
    return { ...row, summary, changes, missed, link: seen.link, pictures };
  } catch (error) {
    // One that fails does not take the others' figures with it.
    const { message } = error as Error;
    return { ...row, absent: message, missed: ours ? [message] : [] };
  }
}
