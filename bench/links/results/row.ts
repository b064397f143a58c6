/** One row of the results: a run, and the goals that it misses. */

import type { Namespaces } from "../network/namespaces.ts";
import { type RunOptions, runOnce } from "../run.ts";
import { agesOf } from "./ages.ts";
import { missedGoals, possibleGoals } from "./goals.ts";
import { recoveries } from "./recovery.ts";
import type { Row } from "./report.ts";
import { summarise } from "./summary.ts";

/** Runs one system on one link. The row of a system that is missing or fails has the reason. */
export async function measureRow(namespaces: Namespaces, options: RunOptions): Promise<Row> {
  const { scenario, system, footage } = options;
  const { name, ours = false } = system;
  const row = { scenario, system: name, ours, changes: [], missed: [], link: [], frames: [] };
  const absent = system.whyMissing?.();
  if (absent !== undefined) return { ...row, absent };
  try {
    const run = await runOnce(namespaces, options);
    const frames = agesOf(run);
    const summary = summarise(run, frames);
    const changes = recoveries(scenario, run, frames);
    const goals = possibleGoals(scenario.goals, scenario.link, footage.frameBytes * 8 * 30);
    const missed = ours ? missedGoals(goals, summary, changes) : [];
    return { ...row, summary, changes, missed, link: run.link, frames };
  } catch (error) {
    const { message } = error as Error;
    return { ...row, absent: message, missed: ours ? [message] : [] };
  }
}
