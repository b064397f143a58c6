import type { Incident } from "./schedule.ts";

/** A sentence above *info*, and when it came, in milliseconds from the start. */
export interface Warning {
  readonly who: string;
  readonly sentence: string;
  readonly at: number;
}

/** What may bring a sentence about. */
const causes: readonly { readonly sentence: RegExp; readonly kinds: readonly Incident["kind"][] }[] = [
  {
    sentence: /^Refused /,
    kinds: ["garbage", "wrong key", "silence", "slow reader", "flood", "kill", "stop", "leave", "cut", "slow"],
  },
  { sentence: / connections per second; those above the limit are closed\.$/, kinds: ["flood"] },
  { sentence: /^(Lost the camera at|No picture from) /, kinds: ["camera away"] },
];

/** For so long after an incident has ended it may still be the cause, in milliseconds. */
const echo = 12_000;

/** The sentences that nothing in the schedule explains. */
export function unexplained(warnings: readonly Warning[], incidents: readonly Incident[]): readonly Warning[] {
  return warnings.filter(
    ({ sentence, at: told }) =>
      !incidents.some(
        ({ kind, at, lasts }) =>
          told >= at &&
          told <= at + lasts + echo &&
          causes.some((cause) => cause.sentence.test(sentence) && cause.kinds.includes(kind)),
      ),
  );
}
