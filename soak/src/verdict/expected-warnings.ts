/** Finds the warnings that no incident explains. */

import type { Incident } from "../incidents/schedule.ts";

/** A log message of level *warn* or above, with its time in milliseconds since the schedule started. */
export interface Warning {
  readonly app: string;
  readonly sentence: string;
  readonly at: number;
}

/** The warnings that are expected, each with the kinds of incident that cause it. */
const expected: readonly { readonly sentence: RegExp; readonly kinds: readonly Incident["kind"][] }[] = [
  {
    sentence: /^Refused /,
    kinds: [
      "garbage",
      "wrong key",
      "idle sockets",
      "slow reader",
      "flood",
      "kill",
      "stop",
      "leave",
      "partition",
      "throttle",
    ],
  },
  { sentence: / connections per second; those above the limit are closed\.$/, kinds: ["flood"] },
  { sentence: /^(Lost the camera at|No frame from) /, kinds: ["camera outage"] },
];

/** How long after the end of an incident its warnings are still expected, in milliseconds. */
const graceMs = 12_000;

/** Returns the warnings that no incident explains. */
export function findUnexpectedWarnings(
  warnings: readonly Warning[],
  incidents: readonly Incident[],
): readonly Warning[] {
  return warnings.filter(
    (warning) =>
      !incidents.some(
        ({ kind, at, duration }) =>
          warning.at >= at &&
          warning.at <= at + duration + graceMs &&
          expected.some(({ sentence, kinds }) => sentence.test(warning.sentence) && kinds.includes(kind)),
      ),
  );
}
