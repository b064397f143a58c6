import { agesOf } from "./ages.ts";
import type { Lab } from "./lab.ts";
import { recoveries } from "./recovery.ts";
import type { Row } from "./report.ts";
import { summarise } from "./summary.ts";
import { type TakeOptions, take } from "./take.ts";
import { misses, possible } from "./verdict.ts";

/** Measures one contestant on one link. One that is missing or fails does not take the others' figures with it. */
export async function measureRow(lab: Lab, options: TakeOptions): Promise<Row> {
  const { scenario, contestant, footage } = options;
  const { name, ours = false } = contestant;
  const row = { scenario, contestant: name, ours, changes: [], missed: [], link: [], pictures: [] };
  const absent = contestant.whyMissing?.(scenario);
  if (absent !== undefined) return { ...row, absent };
  try {
    const seen = await take(lab, options);
    const pictures = agesOf(seen);
    const summary = summarise(seen, pictures);
    const changes = recoveries(scenario, seen, pictures);
    const goals = possible(scenario.goals, scenario.link, footage.bytes * 8 * 30);
    const missed = ours ? misses(goals, summary, changes) : [];
    return { ...row, summary, changes, missed, link: seen.link, pictures };
  } catch (error) {
    const { message } = error as Error;
    return { ...row, absent: message, missed: ours ? [message] : [] };
  }
}
