import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { barsPicture, isInBars } from "./links/bars-picture.ts";
import { checkLinks, describeCheck } from "./links/check.ts";
import { apps, framewire } from "./links/contestants.ts";
import { makeFootage, whyNoFootage } from "./links/footage.ts";
import { type Lab, openLab, whyNoLab } from "./links/lab.ts";
import { type Options, readOptions } from "./links/options.ts";
import { asJson, heading, type Report, type Row, rowLine, rowsTable } from "./links/report.ts";
import { measureRow } from "./links/row.ts";
import { stepPicture } from "./links/step-picture.ts";

/**
 * `pnpm bench links`: Framewire, and others beside it, on links of every kind. `--only` and `--peers` take names or
 * `all`, and `--peers none`; `--seconds` of a row; `--queue` of the link in KB; `--cc` is TCP's congestion control;
 * `--size` of the pictures; `--no-check` leaves out the plain TCP transfer; `--json`; `--svg FILE` draws age on each
 * link there, and age over time to `step.svg` beside it. Exit code 1 where a row of Framewire's misses its goal, 2
 * where links cannot be built here or do not do what they should.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const missing = whyNoLab() ?? whyNoFootage();
  if (missing) return refuse(missing);
  let options: Options;
  try {
    options = readOptions(argv);
  } catch (error) {
    return refuse((error as Error).message);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  const lab = openLab(options);
  try {
    const report = await run(lab, options);
    process.stdout.write(options.json ? `${JSON.stringify(asJson(report))}\n` : rowsTable(report));
    if (options.svg) drawPictures(report, options.svg);
    if (report.rows.some(({ missed }) => missed.length > 0)) process.exitCode = 1;
    if (report.checks.some(({ fits }) => !fits)) process.exitCode = 2;
  } finally {
    lab.close();
  }
}

/** Measures all rows, and tells who waits how far it is. */
async function run(lab: Lab, options: Options): Promise<Report> {
  const { chosen, others, seconds, queueBytes, width, height } = options;
  const footage = makeFootage(options);
  const conditions = {
    size: `${width}x${height}`,
    offeredMbit: (footage.bytes * 8 * 30) / 1e6,
    seconds,
    queueBytes,
    congestionControl: lab.congestionControl,
  };
  const say = (text: string): void => void process.stderr.write(text);
  say(heading(conditions));
  const links = options.check ? chosen.map(({ link }) => ({ ...link, queueBytes })) : [];
  const checks = await checkLinks(lab, links, (check) => say(describeCheck(check)));
  const rows: Row[] = [];
  for (const scenario of chosen) {
    const beside = [...(scenario.withApp ? [apps] : []), ...(scenario.withoutPeers ? [] : others)];
    for (const contestant of [framewire, ...beside]) {
      const row = await measureRow(lab, { scenario, contestant, footage, queueBytes, seconds });
      rows.push(row);
      say(rowLine(row));
    }
  }
  return { conditions, checks, rows };
}

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
