/** The `soak` command. */

import { Command, Option } from "commander";
import { parseDuration, parseWhole } from "../../packages/framewire/dist/cli/options/parse.js";
import { soak } from "./soak.ts";
import { judge } from "./verdict/verdict.ts";

interface Options {
  readonly for: number;
  readonly clients: number;
  readonly seed: number;
  readonly json?: boolean;
}

const command = new Command("soak")
  .description("Runs a server and its clients through a random schedule of failures, then checks the outcome.")
  .addOption(
    new Option("--for <time>", "length of the schedule, such as 60s or 10m")
      .argParser(parseDuration)
      .default(60_000, "1m"),
  )
  .option("--clients <count>", "number of clients", parseWhole(1, 64), 8)
  .option("--seed <number>", "seed of the schedule", parseWhole(0, 2 ** 31), 1)
  .option("--json", "write the outcome as one JSON object")
  .addHelpText("after", "\nExit code 1 if a goal is missed. Needs Linux, for /proc.");

command.parse();
// Exit kills the child processes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
const { for: length, clients, seed, json = false } = command.opts<Options>();
const start = performance.now();
const outcome = await soak({
  seed,
  clients,
  length,
  log: (sentence) =>
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${sentence}\n`),
});
const findings = judge(outcome);
const met = findings.every((finding) => finding.met);
if (json) process.stdout.write(`${JSON.stringify({ soak: { seed, clients, length }, met, findings, outcome })}\n`);
else {
  const head = `Seed ${seed}, ${clients} clients, ${outcome.incidents.length} incidents in ${length / 1000} s.`;
  const width = (pick: (finding: (typeof findings)[number]) => string): number =>
    Math.max(...findings.map((finding) => pick(finding).length));
  const widths = { name: width(({ name }) => name), goal: width(({ goal }) => goal) };
  const lines = findings.map(
    (finding) =>
      `${finding.met ? "met    " : "NOT MET"}  ${finding.name.padEnd(widths.name)}  ${finding.goal.padEnd(widths.goal)}  ${finding.measured}`,
  );
  process.stdout.write(`${[head, ...lines].join("\n")}\n`);
}
process.exitCode = met ? 0 : 1;
