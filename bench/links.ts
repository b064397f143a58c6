import { parseArgs } from "node:util";
import { agesOf } from "./links/ages.ts";
import { apps, type Contestant, framewire } from "./links/contestants.ts";
import { makeFootage, whyNoFootage } from "./links/footage.ts";
import { congestionControlOf, openLab, whyNoLab } from "./links/lab.ts";
import { recoveries } from "./links/recovery.ts";
import { heading, type Row, rowsTable } from "./links/report.ts";
import { type Scenario, scenarios } from "./links/scenarios.ts";
import { summarise } from "./links/summary.ts";
import { take } from "./links/take.ts";
import { misses } from "./links/verdict.ts";

const options = {
  only: { type: "string" },
  seconds: { type: "string", default: "20" },
  cc: { type: "string" },
  peers: { type: "string", default: "all" },
  size: { type: "string", default: "768x576" },
  queue: { type: "string", default: "256" },
  json: { type: "boolean", default: false },
  svg: { type: "string" },
} as const;

/**
 * `pnpm bench links`: Framewire, and others beside it, on links of every kind. Exit code 1 where a row misses its
 * goal, 2 where links cannot be built here.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options });
  const missing = whyNoLab() ?? whyNoFootage();
  if (missing) {
    process.stderr.write(`${missing}\n`);
    process.exitCode = 2;
    return;
  }
  const [width = 768, height = 576] = values.size.split("x").map(Number);
  const only = values.only?.split(",");
  const chosen = scenarios.filter(({ name }) => !only || only.includes(name));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));

  const footage = makeFootage({ width, height });
  const lab = openLab({ congestionControl: values.cc });
  const conditions = {
    size: values.size,
    offeredMbit: (footage.bytes * 8 * 30) / 1e6,
    queueBytes: Number(values.queue) * 1000,
    congestionControl: congestionControlOf(lab.namespaces[0]),
  };
  if (!values.json) process.stdout.write(heading(conditions));

  async function run(scenario: Scenario, contestant: Contestant): Promise<Row> {
    const seconds = Math.max(12, Number(values.seconds));
    const seen = await take(lab, { scenario, contestant, footage, queueBytes: conditions.queueBytes, seconds });
    const pictures = agesOf(seen);
    const summary = summarise(seen, pictures);
    const changes = recoveries(scenario, seen, pictures);
    const missed = contestant.ours ? misses(scenario.goals, summary, changes) : [];
    return {
      scenario,
      contestant: contestant.name,
      ours: contestant.ours ?? false,
      summary,
      changes,
      missed,
      link: seen.link,
      pictures,
    };
  }

  const rows: Row[] = [];
  for (const scenario of chosen) {
    for (const contestant of [framewire, ...(scenario.withApp ? [apps] : [])]) {
      const row = await run(scenario, contestant);
      rows.push(row);
      if (!values.json) process.stderr.write(`${scenario.title}: ${row.contestant} done\n`);
    }
  }
  lab.close();
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "links", ...conditions, rows: rows.map(({ pictures: _, scenario, ...row }) => ({ scenario: scenario.name, goals: scenario.goals, ...row })) })}\n`
      : rowsTable(rows),
  );
  if (rows.some(({ missed }) => missed.length > 0)) process.exitCode = 1;
}
