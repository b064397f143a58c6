/** The compliance suite of video sources. */
import { endingChecks } from "./compliance/endings.ts";
import { frameChecks } from "./compliance/frames.ts";
import { lossChecks } from "./compliance/loss.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./compliance/source-check.ts";

export type { CreateSource, RequestedFormat, SourceCheck, SourceComplianceOptions } from "./compliance/source-check.ts";

/**
 * Returns the checks that every video source must pass, for any test runner. The source must yield at least one frame every
 * two seconds while it is read.
 *
 *     const create = ({ width = 640, height = 360, fps = 30 }) => pattern({ width, height, fps });
 *     for (const check of sourceChecks(create, { honoursSize: true, honoursFps: true })) it(check.name, check.run);
 */
export function sourceChecks(create: CreateSource, options: SourceComplianceOptions = {}): readonly SourceCheck[] {
  return [...frameChecks(create, options), ...endingChecks(create, options), ...lossChecks(create, options)];
}
