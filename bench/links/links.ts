/** `pnpm bench links`: Framewire and other systems on emulated links of many kinds. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { benchmarkCommand, durationOption, numberOption, type Report } from "../command.ts";
import { requireFootage } from "../footage.ts";
import { ageBars, isInAgeBars } from "./charts/age-bars.ts";
import { ageOverTime } from "./charts/age-over-time.ts";
import { makeFootage } from "./footage.ts";
import { checkLinks, describeCheck } from "./network/check-link.ts";
import { congestionControls, openNamespaces, requireNamespaces } from "./network/namespaces.ts";
import { asJson, heading, type Results, type Row, resultsTable, rowLine } from "./results/report.ts";
import { measureRow } from "./results/row.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { framewire, otherSystems, type System } from "./systems.ts";

interface Options {
  readonly only: readonly Scenario[];
  readonly peers: readonly System[];
  readonly seconds: number;
  readonly queue: number;
  readonly cc?: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly check: boolean;
  readonly svg?: string;
}

/** The shortest row: three seconds of warm-up, and twelve that are measured. */
const minSeconds = 15;

/** The command. */
export const links: Command = benchmarkCommand<Options>({
  name: "links",
  description:
    "Sends a street between two network namespaces over emulated links, with Framewire and with other systems. Needs root.",
  options: [
    listOption("--only <links>", "links to measure", scenarios),
    listOption("--peers <systems>", "other systems to measure, or none", otherSystems),
    durationOption("--for, --seconds <time>", "length of a row", 20, minSeconds),
    numberOption("--queue <KB>", "size of the queue in front of each link", 256),
    new Option("--cc <name>", "TCP's congestion control (default: the machine's)").choices(congestionControls()),
    new Option("--size <size>", "size of the frames")
      .default({ width: 768, height: 576 }, "768x576")
      .argParser(sizeFrom),
    new Option("--no-check", "skip the plain TCP transfer that tests each link"),
    new Option("--svg <file>", "draw the ages into this file, and over time into step.svg beside it").argParser(
      fileFrom,
    ),
  ],
  run: measureLinks,
});

async function measureLinks(options: Options): Promise<Report> {
  requireNamespaces();
  requireFootage();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
  const namespaces = openNamespaces(options.cc);
  try {
    const { only, peers, seconds, size, svg } = options;
    const queueBytes = options.queue * 1000;
    const footage = makeFootage(size);
    const conditions = {
      size: `${size.width}x${size.height}`,
      offeredMbit: (footage.frameBytes * 8 * 30) / 1e6,
      seconds,
      queueBytes,
      congestionControl: namespaces.congestionControl,
    };
    const showProgress = (text: string): void => void process.stderr.write(text);
    showProgress(heading(conditions));
    const tested = options.check ? only.map(({ link }) => ({ ...link, queueBytes })) : [];
    const checks = await checkLinks(namespaces, tested, (check) => showProgress(describeCheck(check)));
    const rows: Row[] = [];
    for (const scenario of only) {
      for (const system of [framewire, ...(scenario.withoutPeers ? [] : peers)]) {
        const row = await measureRow(namespaces, { scenario, system, footage, queueBytes, seconds });
        rows.push(row);
        showProgress(rowLine(row));
      }
    }
    const results: Results = { conditions, checks, rows };
    if (svg) drawCharts(results, svg);
    const wrong = checks.filter(({ fits }) => !fits);
    if (wrong.length > 0)
      throw new Error(
        `${resultsTable(results)}\nThese links do not fit their description:\n${wrong.map(describeCheck).join("")}`,
      );
    return { json: asJson(results), text: resultsTable(results), met: rows.every(({ missed }) => missed.length === 0) };
  } finally {
    namespaces.close();
  }
}

function drawCharts(results: Results, file: string): void {
  if (results.rows.some(isInAgeBars)) writeFileSync(file, ageBars(results));
  if (results.rows.some(({ scenario }) => scenario.name === "step")) {
    writeFileSync(join(dirname(file), "step.svg"), ageOverTime(results));
  }
}

/** An option that takes some names of a list, `all` or `none`. */
function listOption(flags: string, description: string, all: readonly { readonly name: string }[]): Option {
  const names = all.map(({ name }) => name);
  return new Option(flags, `${description}: ${names.join(",")}`).default(all, "all").argParser((text) => {
    if (text === "all") return all;
    if (text === "none") return [];
    const chosen = text.split(",");
    const unknown = chosen.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is not one of ${names.join(", ")}.`);
    return all.filter(({ name }) => chosen.includes(name));
  });
}

function sizeFrom(text: string): Options["size"] {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (!width || !height) throw new InvalidArgumentError("Give a width and a height, as in 1280x720.");
  return { width: Number(width), height: Number(height) };
}

/** A file relative to the folder in which the command was typed; pnpm runs it in another one. */
function fileFrom(text: string): string {
  const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), text);
  if (existsSync(dirname(path))) return path;
  throw new InvalidArgumentError(`The folder ${dirname(path)} does not exist.`);
}
