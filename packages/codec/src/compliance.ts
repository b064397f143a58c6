/**
 * The checks that every codec passes.
 *
 * @module
 */
import type { Codec } from "./codec.ts";
import type { CodecCheck, ComplianceOptions } from "./compliance/codec-check.ts";
import { deltaChecks } from "./compliance/delta.ts";
import { orderChecks } from "./compliance/order.ts";
import { refusalChecks } from "./compliance/refusals.ts";
import { roundTripChecks } from "./compliance/round-trip.ts";

export type { CodecCheck, ComplianceOptions } from "./compliance/codec-check.ts";
export { psnr } from "./compliance/psnr.ts";

/**
 * Returns named checks of a {@link Codec}, for any test runner:
 *
 *     for (const check of codecChecks(codec, { psnr: { smooth: 40, noisy: 28 } })) it(check.name, check.run);
 *
 * They hold for every codec; {@link deltaCodecChecks} has those of codecs with delta frames besides.
 */
export function codecChecks(codec: Codec, options: ComplianceOptions): readonly CodecCheck[] {
  return [...roundTripChecks(codec, options), ...refusalChecks(codec, options), ...orderChecks(codec, options)];
}

/** Returns the checks of a codec whose frames build on each other (`type: "delta"`), in addition to {@link codecChecks}. */
export function deltaCodecChecks(codec: Codec, options: ComplianceOptions): readonly CodecCheck[] {
  return deltaChecks(codec, options);
}
