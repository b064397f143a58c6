import type { LinkOptions } from "./link.ts";
import type { Recovery } from "./recovery.ts";
import type { Goals } from "./scenarios.ts";
import type { Summary } from "./summary.ts";

/** TCP and IP take 52 bytes of each packet of 1500. */
export const payloadShare: number = 1448 / 1500;

/** The goals that can be met: what is more than the link carries does not come at full quality. */
export function possible(goals: Goals, { rate }: Pick<LinkOptions, "rate">, offeredRate: number): Goals {
  const { fullWithinMs: _, ...rest } = goals;
  return offeredRate < rate * payloadShare ? goals : rest;
}

/** Where a row misses its goals, in words; nothing where it meets them. */
export function misses(goals: Goals, { fps, age, level }: Summary, changes: readonly Recovery[]): readonly string[] {
  const { ageP95Ms, fps: leastFps, untouched, back, fullWithinMs } = goals;
  const found: string[] = [];
  if (!age) return ["no picture came"];
  if (ageP95Ms !== undefined && age.p95 > ageP95Ms) found.push(`age p95 ${age.p95.toFixed(0)} ms > ${ageP95Ms} ms`);
  if (leastFps !== undefined && fps < leastFps) found.push(`${fps.toFixed(1)} fps < ${leastFps} fps`);
  if (untouched && level && level.untouchedShare < 1) found.push("not all pictures are untouched");
  if (back) {
    for (const { change, backAfterMs } of changes) {
      if (backAfterMs !== null && backAfterMs <= back.withinMs) continue;
      const when = backAfterMs === null ? "not at all" : `after ${(backAfterMs / 1000).toFixed(1)} s`;
      found.push(`under ${back.ageMs} ms ${when}, not within ${back.withinMs / 1000} s of ${change}`);
    }
  }
  const fullAfterMs = changes.at(-1)?.fullAfterMs ?? null;
  if (fullWithinMs !== undefined && (fullAfterMs === null || fullAfterMs > fullWithinMs)) {
    const when = fullAfterMs === null ? "not at all" : `after ${(fullAfterMs / 1000).toFixed(1)} s`;
    found.push(`full quality ${when}, not within ${fullWithinMs / 1000} s`);
  }
  return found;
}

/** What the link lets through at best, in words. */
export function physics({ rate, delayMs }: Pick<LinkOptions, "rate" | "delayMs">, bytesPerPicture: number): string {
  const onTheWayMs = (bytesPerPicture * 8 * 1000) / (rate * payloadShare);
  const fps = Math.min(30, 1000 / onTheWayMs);
  return (
    `a picture of ${(bytesPerPicture / 1000).toFixed(1)} KB takes ${onTheWayMs.toFixed(0)} ms at ${rate / 1e6} Mbit/s ` +
    `and ${delayMs} ms on the way: at best ${(onTheWayMs + delayMs).toFixed(0)} ms old, ${fps.toFixed(1)} fps`
  );
}
