/** Which goals a row misses, and what its link allows at best. */
import type { LinkOptions } from "../network/link.ts";
import type { Goals } from "../scenarios.ts";
import type { Recovery } from "./recovery.ts";
import type { Summary } from "./summary.ts";

/** TCP and IP use 52 bytes of each packet of 1500. */
export const payloadPart: number = 1448 / 1500;

/** Without the goal of full quality where the camera's frames need more than the link has. */
export function possibleGoals(goals: Goals, { rate }: Pick<LinkOptions, "rate">, offeredRate: number): Goals {
  const { fullWithinMs: _, ...others } = goals;
  return offeredRate < rate * payloadPart ? goals : others;
}

/** One sentence for each goal that is missed. */
export function missedGoals(
  goals: Goals,
  { fps, age, level }: Summary,
  changes: readonly Recovery[],
): readonly string[] {
  const { ageP95Ms, fps: minFps, passthrough, back, fullWithinMs } = goals;
  const missed: string[] = [];
  if (!age) return ["no frame arrived"];
  if (ageP95Ms !== undefined && age.p95 > ageP95Ms) missed.push(`age p95 ${age.p95.toFixed(0)} ms > ${ageP95Ms} ms`);
  if (minFps !== undefined && fps < minFps) missed.push(`${fps.toFixed(1)} fps < ${minFps} fps`);
  if (passthrough && level && level.passthrough < 1) missed.push("not all frames are passthrough");
  if (back) {
    for (const { change, backAfterMs } of changes) {
      if (backAfterMs !== null && backAfterMs <= back.withinMs) continue;
      missed.push(`under ${back.ageMs} ms ${after(backAfterMs)}, not within ${back.withinMs / 1000} s of ${change}`);
    }
  }
  const fullAfterMs = changes.at(-1)?.fullAfterMs ?? null;
  if (fullWithinMs !== undefined && (fullAfterMs === null || fullAfterMs > fullWithinMs)) {
    missed.push(`passthrough again ${after(fullAfterMs)}, not within ${fullWithinMs / 1000} s`);
  }
  return missed;
}

/** A duration in a sentence; null is never. */
export function after(ms: number | null): string {
  return ms === null ? "never" : `after ${(ms / 1000).toFixed(1)} s`;
}

/** The best that a link allows for frames of a size. */
export function linkLimit({ rate, delayMs }: Pick<LinkOptions, "rate" | "delayMs">, bytesPerFrame: number): string {
  const transferMs = (bytesPerFrame * 8 * 1000) / (rate * payloadPart);
  const fps = Math.min(30, 1000 / transferMs);
  return (
    `a frame of ${(bytesPerFrame / 1000).toFixed(1)} KB needs ${transferMs.toFixed(0)} ms at ${rate / 1e6} Mbit/s ` +
    `and ${delayMs} ms of delay: at best ${(transferMs + delayMs).toFixed(0)} ms old, ${fps.toFixed(1)} fps`
  );
}
