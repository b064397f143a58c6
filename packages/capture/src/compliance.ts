import { endingChecks } from "./compliance/endings.ts";
import { frameChecks } from "./compliance/frames.ts";
import { lossChecks } from "./compliance/loss.ts";
import type { CreateSource, SourceCheck, SourceComplianceOptions } from "./compliance/source-check.ts";

export type { Asked, CreateSource, SourceCheck, SourceComplianceOptions } from "./compliance/source-check.ts";

/**
 * Everything that a source of pictures must do, as named checks for any test runner. It has to give at least one picture
 * every two seconds, for as long as somebody reads.
 *
 *     const create = ({ width = 640, height = 360, fps = 30 }) => pattern({ width, height, fps });
 *     for (const check of sourceChecks(create, { honoursSize: true, honoursFps: true })) it(check.name, check.run);
 */
export function sourceChecks(create: CreateSource, options: SourceComplianceOptions = {}): readonly SourceCheck[] {
  return [...frameChecks(create, options), ...endingChecks(create, options), ...lossChecks(create, options)];
}
